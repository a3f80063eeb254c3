<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Flow</name>
    <message>
        <source>Grid</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Photovoltaics</source>
        <translation>Photovoltaik</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Batterie</translation>
    </message>
    <message>
        <source>Transformers</source>
        <translation>Trafos</translation>
    </message>
    <message>
        <source>UPS, distrib.</source>
        <translation>USV, Verteil.</translation>
    </message>
    <message>
        <source>Cooling</source>
        <translation>Kühlung</translation>
    </message>
    <message>
        <source>Transf. loss</source>
        <translation>Trafoverlust</translation>
    </message>
    <message>
        <source>Fed into the grid</source>
        <translation>Einspeisung</translation>
    </message>
    <message>
        <source>Into the battery</source>
        <translation>In Batterie</translation>
    </message>
    <message>
        <source>Racks, other IT</source>
        <translation>Racks, IT</translation>
    </message>
    <message>
        <source>CDU pumps</source>
        <translation>CDU-Pumpen</translation>
    </message>
    <message>
        <source>Primary pumps</source>
        <translation>Primärpumpen</translation>
    </message>
    <message>
        <source>Roof fans</source>
        <translation>Dachlüfter</translation>
    </message>
    <message>
        <source>Air handling</source>
        <translation>Luftkühlung</translation>
    </message>
    <message>
        <source>Heat pump</source>
        <translation>Wärmepumpe</translation>
    </message>
    <message>
        <source>UPS loss</source>
        <translation>USV-Verlust</translation>
    </message>
    <message>
        <source>Distribution loss</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Central rectifiers</source>
        <translation>Gleichrichter</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Switches</source>
        <translation>Switches</translation>
    </message>
    <message>
        <source>Other IT</source>
        <translation>Übrige IT</translation>
    </message>
    <message>
        <source>Rack rectifiers</source>
        <translation>Rack-Gleichr.</translation>
    </message>
    <message>
        <source>Cooling, losses</source>
        <translation>Anlagenwärme</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPUs</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPUs</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>NICs</source>
        <translation>Netzkarten</translation>
    </message>
    <message>
        <source>Drives</source>
        <translation>Laufwerke</translation>
    </message>
    <message>
        <source>Fans</source>
        <translation>Lüfter</translation>
    </message>
    <message>
        <source>Converter loss</source>
        <translation>Wandler</translation>
    </message>
    <message>
        <source>Heat of IT</source>
        <translation>IT-Wärme</translation>
    </message>
    <message>
        <source>Water cools</source>
        <translation>Wasser kühlt</translation>
    </message>
    <message>
        <source>Into water</source>
        <translation>Ins Wasser</translation>
    </message>
    <message>
        <source>Into room air</source>
        <translation>Raumluft</translation>
    </message>
    <message>
        <source>District heat</source>
        <translation>Fernwärme</translation>
    </message>
    <message>
        <source>Outdoor air</source>
        <translation>Außenluft</translation>
    </message>
    <message>
        <source>Water warms</source>
        <translation>Wasser wärmt</translation>
    </message>
    <message>
        <source>%1 IT</source>
        <translation>%1 IT</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 Knoten</translation>
    </message>
    <message>
        <source>%1 switches and other IT</source>
        <translation>%1 Switches und übrige IT</translation>
    </message>
    <message>
        <source>%1 rack rectifiers</source>
        <translation>%1 Rack-Gleichrichter</translation>
    </message>
    <message>
        <source>%1 from the grid</source>
        <translation>%1 aus dem Netz</translation>
    </message>
    <message>
        <source>%1 drawn by the site</source>
        <translation>%1 Bezug des Standorts</translation>
    </message>
    <message>
        <source>%1 photovoltaics</source>
        <translation>%1 Photovoltaik</translation>
    </message>
    <message>
        <source>%1 from the battery</source>
        <translation>%1 aus der Batterie</translation>
    </message>
    <message>
        <source>%1 losses in the supply</source>
        <translation>%1 Verluste der Versorgung</translation>
    </message>
    <message>
        <source>%1 cooling</source>
        <translation>%1 Kühlung</translation>
    </message>
    <message>
        <source>%1 fed into the grid</source>
        <translation>%1 ins Netz eingespeist</translation>
    </message>
    <message>
        <source>%1 into the battery</source>
        <translation>%1 in die Batterie</translation>
    </message>
</context>
<context>
    <name>Gantt</name>
    <message>
        <source>Size class</source>
        <translation>Größenklasse</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Backfilled</source>
        <translation>Vorgezogen (Backfill)</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>GPU utilisation</source>
        <translation>GPU-Auslastung</translation>
    </message>
</context>
<context>
    <name>JobTable</name>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Its name, or its number in the log.</source>
        <translation>Sein Name oder seine Nummer im Log.</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>That it asks for.</source>
        <translation>So viele fordert er an.</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>When it came into the queue (UTC).</source>
        <translation>Wann er in die Warteschlange kam (UTC).</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
    <message>
        <source>From its submission to its start or the play head.</source>
        <translation>Vom Einreichen bis zum Start oder zur Abspielmarke.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why it waits at the play head, or why it waited.</source>
        <translation>Warum er an der Abspielmarke wartet oder gewartet hat.</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>When it last started (UTC).</source>
        <translation>Wann er zuletzt startete (UTC).</translation>
    </message>
    <message>
        <source>Ran</source>
        <translation>Gelaufen</translation>
    </message>
    <message>
        <source>From its start to its end or the play head.</source>
        <translation>Vom Start bis zum Ende oder zur Abspielmarke.</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>The wall time that it asked for.</source>
        <translation>Die angeforderte Laufzeit.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>At the play head.</source>
        <translation>An der Abspielmarke.</translation>
    </message>
    <message>
        <source>Backfilled</source>
        <translation>Vorgezogen</translation>
    </message>
    <message>
        <source>Whether it started before a job that had waited longer.</source>
        <translation>Ob er vor einem Job startete, der länger gewartet hatte.</translation>
    </message>
    <message>
        <source>From the grid</source>
        <translation>Aus dem Netz</translation>
    </message>
    <message>
        <source>Its share of what the site drew, at the end.</source>
        <translation>Sein Anteil am Bezug des Standorts, am Ende.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Its share of what is paid by the kWh, at the end.</source>
        <translation>Sein Anteil an dem, was je kWh gezahlt wird, am Ende.</translation>
    </message>
    <message>
        <source>CO2, life cycle</source>
        <translation>CO2, Lebenszyklus</translation>
    </message>
    <message>
        <source>Its share, location-based, at the end.</source>
        <translation>Sein Anteil, standortbasiert, am Ende.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>killed at limit</source>
        <translation>am Limit beendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>did not wait</source>
        <translation>wartete nicht</translation>
    </message>
    <message>
        <source>too few free nodes</source>
        <translation>zu wenige freie Knoten</translation>
    </message>
    <message>
        <source>the policy&apos;s order</source>
        <translation>Reihenfolge der Strategie</translation>
    </message>
    <message>
        <source>the power cap</source>
        <translation>die Leistungsgrenze</translation>
    </message>
    <message>
        <source>Likely start</source>
        <translation>Start, wahrscheinlich</translation>
    </message>
    <message>
        <source>Estimate from what is known at the play head: the queue&apos;s order, free nodes, and wall times, of which jobs run the share that those before them ran (UTC).</source>
        <translation>Schätzung aus dem, was an der Abspielmarke bekannt ist: Reihenfolge der Warteschlange, freie Knoten und angeforderte Laufzeiten, von denen Jobs den Anteil laufen, den die vor ihnen liefen (UTC).</translation>
    </message>
    <message>
        <source>Latest start</source>
        <translation>Start, spätestens</translation>
    </message>
    <message>
        <source>The same estimate if all jobs ran as long as their wall times allow; faults, caps and the policy&apos;s choices may still delay it (UTC).</source>
        <translation>Dieselbe Schätzung, wenn alle Jobs so lange laufen, wie sie dürfen; Ausfälle, Leistungsgrenzen und die Wahl des Planers können ihn noch verzögern (UTC).</translation>
    </message>
    <message>
        <source>Recorded start</source>
        <translation>Start, aufgezeichnet</translation>
    </message>
    <message>
        <source>When the recorded run went on to start it: nobody knows that at the play head (UTC).</source>
        <translation>Wann der aufgezeichnete Lauf ihn dann startete: an der Abspielmarke weiß das niemand (UTC).</translation>
    </message>
    <message>
        <source>Against likely</source>
        <translation>Gegen wahrscheinlich</translation>
    </message>
    <message>
        <source>How much later (+) or earlier (−) than likely the recorded run started it.</source>
        <translation>Wie viel später (+) oder früher (−) als wahrscheinlich der aufgezeichnete Lauf ihn startete.</translation>
    </message>
    <message>
        <source>By its placement</source>
        <translation>Durch die Lage</translation>
    </message>
    <message>
        <source>How much longer (+) or shorter (−) it ran because of how its nodes lie in the network, at the end.</source>
        <translation>Wie viel länger (+) oder kürzer (−) er lief, weil seine Knoten so im Netz liegen, am Ende.</translation>
    </message>
    <message>
        <source>By sharing</source>
        <translation>Durch Teilen</translation>
    </message>
    <message>
        <source>How much longer it ran because others used the links or the storage that it shares with them, at the end.</source>
        <translation>Wie viel länger er lief, weil andere die Verbindungen oder den Speicher nutzten, die er mit ihnen teilt, am Ende.</translation>
    </message>
    <message>
        <source>Most beside</source>
        <translation>Am meisten neben</translation>
    </message>
    <message>
        <source>The job that took most from it.</source>
        <translation>Der Job, der ihm am meisten nahm.</translation>
    </message>
    <message>
        <source>By the storage</source>
        <translation>Durch den Speicher</translation>
    </message>
    <message>
        <source>How much longer it ran because it asked more of the storage than that has for one job, at the end.</source>
        <translation>Wie viel länger er lief, weil er vom Speicher mehr verlangte, als dieser für einen Auftrag hat, am Ende.</translation>
    </message>
    <message>
        <source>By lost links</source>
        <translation>Durch verlorene Verbindungen</translation>
    </message>
    <message>
        <source>How much longer it ran because links that it uses were lost, at the end.</source>
        <translation>Wie viel länger er lief, weil Verbindungen fehlten, die er nutzt, am Ende.</translation>
    </message>
</context>
<context>
    <name>Lesson</name>
    <message>
        <source>Story</source>
        <translation>Geschichte</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einstellen</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Hinsehen</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Quiz</source>
        <translation>Quiz</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message>
        <source>event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>training job</source>
        <translation>Trainingsjob</translation>
    </message>
    <message>
        <source>job of a code</source>
        <translation>Job eines Codes</translation>
    </message>
    <message>
        <source>cause of failures</source>
        <translation>Ausfallursache</translation>
    </message>
    <message>
        <source>cause of failures of links</source>
        <translation>Ausfallursache von Verbindungen</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Every job has a colour; neighbours differ.</source>
        <translation>Jeder Job hat eine Farbe; Nachbarn unterscheiden sich.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Free, busy with a job, or out of service.</source>
        <translation>Frei, mit einem Job belegt oder außer Betrieb.</translation>
    </message>
    <message>
        <source>GPU utilisation</source>
        <translation>GPU-Auslastung</translation>
    </message>
    <message>
        <source>Of the job on the node, its mean over all its GPUs.</source>
        <translation>Des Jobs auf dem Knoten, Mittel über alle seine GPUs.</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>A node&apos;s even share of its rack&apos;s mean power in the interval.</source>
        <translation>Gleicher Anteil des Knotens an der mittleren Leistung seines Racks im Intervall.</translation>
    </message>
    <message>
        <source>Water into racks</source>
        <translation>Wasser in Racks</translation>
    </message>
    <message>
        <source>Temperature of the group&apos;s water on its way in.</source>
        <translation>Temperatur des Wassers der Gruppe am Eintritt.</translation>
    </message>
    <message>
        <source>Water out of racks</source>
        <translation>Wasser aus Racks</translation>
    </message>
    <message>
        <source>Temperature of the group&apos;s water on its way out.</source>
        <translation>Temperatur des Wassers der Gruppe am Austritt.</translation>
    </message>
    <message>
        <source>Free, or how soon</source>
        <translation>Frei, oder wie bald</translation>
    </message>
    <message>
        <source>Free nodes, and in how many hours the others&apos; jobs end.</source>
        <translation>Freie Knoten, und in wie vielen Stunden die Jobs der anderen enden.</translation>
    </message>
    <message>
        <source>This run knows nothing of the power of its nodes: it ran on a flat pool.</source>
        <translation>Dieser Lauf weiß nichts von der Leistung seiner Knoten: Er lief auf einem einfachen Pool.</translation>
    </message>
    <message>
        <source>This run does not simulate cooling, so it has no water temperatures.</source>
        <translation>Dieser Lauf simuliert keine Kühlung und hat daher keine Wassertemperaturen.</translation>
    </message>
    <message>
        <source>The nodes of this run have no GPUs.</source>
        <translation>Die Knoten dieses Laufs haben keine GPUs.</translation>
    </message>
    <message>
        <source>%1 of %2 busy</source>
        <translation>%1 von %2 belegt</translation>
    </message>
    <message>
        <source>, %1 out</source>
        <translation>, %1 außer Betrieb</translation>
    </message>
    <message>
        <source>rack %1</source>
        <translation>Rack %1</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>außer Betrieb</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>job %1, %2 %</source>
        <translation>Job %1, %2 %</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Whose job it is: user, account or project.</source>
        <translation>Wessen Job es ist: Nutzer, Konto oder Projekt.</translation>
    </message>
    <message>
        <source>No tenant is recorded: jobs have no user, account or project here.</source>
        <translation>Kein Mandant ist aufgezeichnet: Jobs haben hier weder Nutzer noch Konto noch Projekt.</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
</context>
<context>
    <name>RackTable</name>
    <message>
        <source>Rack</source>
        <translation>Rack</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Außer Betrieb</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Headroom</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>Water in</source>
        <translation>Wasser ein</translation>
    </message>
    <message>
        <source>Water out</source>
        <translation>Wasser aus</translation>
    </message>
    <message>
        <source>rack %1</source>
        <translation>Rack %1</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>throughput</source>
        <translation>Durchsatz</translation>
    </message>
    <message>
        <source>IT power</source>
        <translation>IT-Leistung</translation>
    </message>
    <message>
        <source>site power</source>
        <translation>Standortleistung</translation>
    </message>
    <message>
        <source>efficiency</source>
        <translation>Effizienz</translation>
    </message>
    <message>
        <source>heat</source>
        <translation>Wärme</translation>
    </message>
    <message>
        <source>money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>carbon</source>
        <translation>CO2</translation>
    </message>
    <message>
        <source>work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>Wartezeiten</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Offered load</source>
        <translation>Angebotene Last</translation>
    </message>
    <message>
        <source>Stranded nodes</source>
        <translation>Ungenutzte Knoten</translation>
    </message>
    <message>
        <source>Jobs submitted</source>
        <translation>Eingereichte Jobs</translation>
    </message>
    <message>
        <source>Jobs started</source>
        <translation>Gestartete Jobs</translation>
    </message>
    <message>
        <source>Jobs ended</source>
        <translation>Beendete Jobs</translation>
    </message>
    <message>
        <source>Jobs completed</source>
        <translation>Fertige Jobs</translation>
    </message>
    <message>
        <source>Jobs killed at their limit</source>
        <translation>Am Limit beendete Jobs</translation>
    </message>
    <message>
        <source>Jobs failed</source>
        <translation>Gescheiterte Jobs</translation>
    </message>
    <message>
        <source>Jobs running at the end</source>
        <translation>Am Ende laufende Jobs</translation>
    </message>
    <message>
        <source>Jobs waiting at the end</source>
        <translation>Am Ende wartende Jobs</translation>
    </message>
    <message>
        <source>Jobs backfilled</source>
        <translation>Vorgezogene Jobs</translation>
    </message>
    <message>
        <source>Requeues</source>
        <translation>Neu eingereiht</translation>
    </message>
    <message>
        <source>Throughput, jobs</source>
        <translation>Durchsatz, Jobs</translation>
    </message>
    <message>
        <source>Throughput, node-hours</source>
        <translation>Durchsatz, Knotenstunden</translation>
    </message>
    <message>
        <source>Makespan</source>
        <translation>Gesamtdauer</translation>
    </message>
    <message>
        <source>Mean bounded slowdown</source>
        <translation>Mittlere Verlangsamung</translation>
    </message>
    <message>
        <source>P95 bounded slowdown</source>
        <translation>P95 der Verlangsamung</translation>
    </message>
    <message>
        <source>Mean turnaround</source>
        <translation>Mittlere Verweilzeit</translation>
    </message>
    <message>
        <source>IT power, mean</source>
        <translation>IT-Leistung, Mittel</translation>
    </message>
    <message>
        <source>IT power, P99</source>
        <translation>IT-Leistung, P99</translation>
    </message>
    <message>
        <source>IT power, peak</source>
        <translation>IT-Leistung, Spitze</translation>
    </message>
    <message>
        <source>Load factor</source>
        <translation>Lastfaktor</translation>
    </message>
    <message>
        <source>IT energy</source>
        <translation>IT-Energie</translation>
    </message>
    <message>
        <source>IT energy per node-hour</source>
        <translation>IT-Energie je Knotenstunde</translation>
    </message>
    <message>
        <source>Site power, mean</source>
        <translation>Standortleistung, Mittel</translation>
    </message>
    <message>
        <source>Site power, P99</source>
        <translation>Standortleistung, P99</translation>
    </message>
    <message>
        <source>Site power, highest interval</source>
        <translation>Standortleistung, Spitze</translation>
    </message>
    <message>
        <source>Site energy</source>
        <translation>Standortenergie</translation>
    </message>
    <message>
        <source>Energy from the grid</source>
        <translation>Energie aus dem Netz</translation>
    </message>
    <message>
        <source>Photovoltaics</source>
        <translation>Photovoltaik</translation>
    </message>
    <message>
        <source>Battery, charged</source>
        <translation>Batterie, geladen</translation>
    </message>
    <message>
        <source>Battery, discharged</source>
        <translation>Batterie, entladen</translation>
    </message>
    <message>
        <source>Battery, lost</source>
        <translation>Batterie, Verlust</translation>
    </message>
    <message>
        <source>Fed into the grid</source>
        <translation>Ins Netz eingespeist</translation>
    </message>
    <message>
        <source>Headroom to the contract</source>
        <translation>Reserve zum Vertrag</translation>
    </message>
    <message>
        <source>Stranded power</source>
        <translation>Ungenutzte Leistung</translation>
    </message>
    <message>
        <source>Cooling energy</source>
        <translation>Kühlenergie</translation>
    </message>
    <message>
        <source>Loss in nodes</source>
        <translation>Verlust in Knoten</translation>
    </message>
    <message>
        <source>Loss in racks</source>
        <translation>Verlust in Racks</translation>
    </message>
    <message>
        <source>Loss in the supply</source>
        <translation>Verlust der Versorgung</translation>
    </message>
    <message>
        <source>PUE</source>
        <translation>PUE</translation>
    </message>
    <message>
        <source>PUE, EnEfG</source>
        <translation>PUE, EnEfG</translation>
    </message>
    <message>
        <source>iTUE</source>
        <translation>iTUE</translation>
    </message>
    <message>
        <source>TUE</source>
        <translation>TUE</translation>
    </message>
    <message>
        <source>ERF</source>
        <translation>ERF</translation>
    </message>
    <message>
        <source>ERE</source>
        <translation>ERE</translation>
    </message>
    <message>
        <source>REF</source>
        <translation>REF</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Wasser</translation>
    </message>
    <message>
        <source>WUE</source>
        <translation>WUE</translation>
    </message>
    <message>
        <source>CUE, direct</source>
        <translation>CUE, direkt</translation>
    </message>
    <message>
        <source>CUE, life-cycle</source>
        <translation>CUE, Lebenszyklus</translation>
    </message>
    <message>
        <source>Rack water supply, mean</source>
        <translation>Rackwasser ein, Mittel</translation>
    </message>
    <message>
        <source>Rack water supply, max</source>
        <translation>Rackwasser ein, höchstes</translation>
    </message>
    <message>
        <source>Throttling, group-hours</source>
        <translation>Drosselung, Gruppenstunden</translation>
    </message>
    <message>
        <source>Heat offered, mean</source>
        <translation>Angebotene Wärme, Mittel</translation>
    </message>
    <message>
        <source>Heat offered in a year</source>
        <translation>Angebotene Wärme im Jahr</translation>
    </message>
    <message>
        <source>Temperature of the heat</source>
        <translation>Temperatur der Wärme</translation>
    </message>
    <message>
        <source>Heat reused</source>
        <translation>Genutzte Abwärme</translation>
    </message>
    <message>
        <source>Heat delivered</source>
        <translation>Gelieferte Wärme</translation>
    </message>
    <message>
        <source>Heat pump energy</source>
        <translation>Energie der Wärmepumpe</translation>
    </message>
    <message>
        <source>Cost of electricity</source>
        <translation>Stromkosten</translation>
    </message>
    <message>
        <source>Energy cost</source>
        <translation>Energiekosten</translation>
    </message>
    <message>
        <source>Demand charge</source>
        <translation>Leistungspreis</translation>
    </message>
    <message>
        <source>Grid fee</source>
        <translation>Netzentgelt</translation>
    </message>
    <message>
        <source>Levies</source>
        <translation>Umlagen</translation>
    </message>
    <message>
        <source>Electricity tax</source>
        <translation>Stromsteuer</translation>
    </message>
    <message>
        <source>Full-load hours a year</source>
        <translation>Volllaststunden im Jahr</translation>
    </message>
    <message>
        <source>Average price paid</source>
        <translation>Mittlerer Preis, gezahlt</translation>
    </message>
    <message>
        <source>Market price, mean</source>
        <translation>Marktpreis, Mittel</translation>
    </message>
    <message>
        <source>Price paid / market mean</source>
        <translation>Preis gezahlt / Marktmittel</translation>
    </message>
    <message>
        <source>Price weighted / mean</source>
        <translation>Preis gewichtet / Mittel</translation>
    </message>
    <message>
        <source>CO2, location, direct</source>
        <translation>CO2, Standort, direkt</translation>
    </message>
    <message>
        <source>CO2, location, life-cycle</source>
        <translation>CO2, Standort, Lebenszyklus</translation>
    </message>
    <message>
        <source>CO2, market-based</source>
        <translation>CO2, marktbasiert</translation>
    </message>
    <message>
        <source>CO2, embodied</source>
        <translation>CO2, Herstellung</translation>
    </message>
    <message>
        <source>CO2/kWh, direct</source>
        <translation>CO2/kWh, direkt</translation>
    </message>
    <message>
        <source>CO2/kWh, life-cycle</source>
        <translation>CO2/kWh, Lebenszyklus</translation>
    </message>
    <message>
        <source>GPU-hours allocated</source>
        <translation>Belegte GPU-Stunden</translation>
    </message>
    <message>
        <source>Goodput</source>
        <translation>Goodput</translation>
    </message>
    <message>
        <source>GPU-hours lost to failures</source>
        <translation>GPU-h, verloren (Ausfälle)</translation>
    </message>
    <message>
        <source>GPU-hours cut off at limits</source>
        <translation>GPU-h, verloren (Zeitlimit)</translation>
    </message>
    <message>
        <source>GPU-hours lost to slower clocks</source>
        <translation>GPU-h, verloren (Takt)</translation>
    </message>
    <message>
        <source>MTBF, system</source>
        <translation>MTBF, System</translation>
    </message>
    <message>
        <source>Interruptions of jobs</source>
        <translation>Unterbrechungen von Jobs</translation>
    </message>
    <message>
        <source>Effective time</source>
        <translation>Wirksame Zeit</translation>
    </message>
    <message>
        <source>Checkpoint overhead</source>
        <translation>Aufwand für Checkpoints</translation>
    </message>
    <message>
        <source>Restart overhead</source>
        <translation>Aufwand für Neustarts</translation>
    </message>
    <message>
        <source>MTBF, jobs with checkpoints</source>
        <translation>MTBF, Jobs mit Checkpoints</translation>
    </message>
    <message>
        <source>Young/Daly interval</source>
        <translation>Intervall nach Young/Daly</translation>
    </message>
    <message>
        <source>Site energy per GPU-hour</source>
        <translation>Standortenergie je GPU-h</translation>
    </message>
    <message>
        <source>Electricity cost per GPU-hour</source>
        <translation>Stromkosten je GPU-h</translation>
    </message>
    <message>
        <source>CO2 per GPU-hour</source>
        <translation>CO2 je GPU-h</translation>
    </message>
    <message>
        <source>Energy-delay product</source>
        <translation>Energie mal Laufzeit</translation>
    </message>
    <message>
        <source>Mean wait</source>
        <translation>Mittlere Wartezeit</translation>
    </message>
    <message>
        <source>P50 wait</source>
        <translation>P50 der Wartezeit</translation>
    </message>
    <message>
        <source>P95 wait</source>
        <translation>P95 der Wartezeit</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Längste Wartezeit</translation>
    </message>
    <message>
        <source>Mean wait on %1 nodes</source>
        <translation>Mittlere Wartezeit, %1 Knoten</translation>
    </message>
    <message>
        <source>P50 wait on %1 nodes</source>
        <translation>P50 Wartezeit, %1 Knoten</translation>
    </message>
    <message>
        <source>P95 wait on %1 nodes</source>
        <translation>P95 Wartezeit, %1 Knoten</translation>
    </message>
    <message>
        <source>Longest wait on %1 nodes</source>
        <translation>Längste Wartezeit, %1 Knoten</translation>
    </message>
    <message>
        <source>jobs/d</source>
        <translation>Jobs/d</translation>
    </message>
    <message>
        <source>node-h/d</source>
        <translation>Knoten-h/d</translation>
    </message>
    <message>
        <source>group-h</source>
        <translation>Gruppen-h</translation>
    </message>
    <message>
        <source>energy at the market&apos;s price</source>
        <translation>Energie zum Marktpreis</translation>
    </message>
    <message>
        <source>energy at the fixed price</source>
        <translation>Energie zum Festpreis</translation>
    </message>
    <message>
        <source>grid fee</source>
        <translation>Netzentgelt</translation>
    </message>
    <message>
        <source>levies</source>
        <translation>Umlagen</translation>
    </message>
    <message>
        <source>electricity tax</source>
        <translation>Stromsteuer</translation>
    </message>
    <message>
        <source>demand charge</source>
        <translation>Leistungspreis</translation>
    </message>
    <message>
        <source>fed into the grid</source>
        <translation>Einspeisung</translation>
    </message>
    <message>
        <source>total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>a year&apos;s charge on the highest quarter-hour</source>
        <translation>ein Jahresleistungspreis auf die höchste Viertelstunde</translation>
    </message>
    <message>
        <source>%1 % of a year&apos;s charge on the highest quarter-hour</source>
        <translation>%1 % eines Jahresleistungspreises auf die höchste Viertelstunde</translation>
    </message>
    <message>
        <source>rack power</source>
        <translation>Rackleistung</translation>
    </message>
    <message>
        <source>power cap</source>
        <translation>Leistungsgrenze</translation>
    </message>
    <message>
        <source>grid contract</source>
        <translation>Netzvertrag</translation>
    </message>
    <message>
        <source>rack water</source>
        <translation>Rackwasser</translation>
    </message>
    <message>
        <source>rack %1</source>
        <translation>Rack %1</translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>cooling supply limit</source>
        <translation>Grenze der Vorlauftemperatur</translation>
    </message>
    <message>
        <source>energy.contract</source>
        <translation>Netzvertrag</translation>
    </message>
    <message>
        <source>the site drew more in a quarter-hour than its contract allows</source>
        <translation>der Standort bezog in einer Viertelstunde mehr, als sein Vertrag erlaubt</translation>
    </message>
    <message>
        <source>a part of the cooling plant is out of service</source>
        <translation>ein Teil der Kühlanlage ist außer Betrieb</translation>
    </message>
    <message>
        <source>the plant cannot hold its set point at this load</source>
        <translation>die Anlage kann ihren Sollwert bei dieser Last nicht halten</translation>
    </message>
    <message>
        <source>outdoors %1 degC</source>
        <translation>außen %1 °C</translation>
    </message>
    <message>
        <source>the racks concerned run their GPUs at the lowest clock</source>
        <translation>die betroffenen Racks betreiben ihre GPUs mit dem niedrigsten Takt</translation>
    </message>
    <message>
        <source>of the electricity by its balance</source>
        <translation>des Stroms, bilanziell</translation>
    </message>
    <message>
        <source>yearly mean</source>
        <translation>Jahresmittel</translation>
    </message>
    <message>
        <source>lose</source>
        <translation>Ausfall</translation>
    </message>
    <message>
        <source>drain</source>
        <translation>Leerfahren</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>Rückkehr</translation>
    </message>
    <message>
        <source>set</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>shed</source>
        <translation>Lastabwurf</translation>
    </message>
    <message>
        <source>lose_cooling</source>
        <translation>Kühlungsausfall</translation>
    </message>
    <message>
        <source>lose_links</source>
        <translation>Verbindungsausfall</translation>
    </message>
    <message>
        <source>heat_wave</source>
        <translation>Hitzewelle</translation>
    </message>
    <message>
        <source>price_spike</source>
        <translation>Preisspitze</translation>
    </message>
    <message>
        <source>trip</source>
        <translation>Abschaltung</translation>
    </message>
    <message>
        <source>trip over</source>
        <translation>Ende der Abschaltung</translation>
    </message>
    <message>
        <source>interrupt</source>
        <translation>Abbruch</translation>
    </message>
    <message>
        <source>nodes fail; their jobs are lost</source>
        <translation>Knoten fallen aus; ihre Jobs gehen verloren</translation>
    </message>
    <message>
        <source>nodes take no new job; their jobs run on</source>
        <translation>Knoten nehmen keine neuen Jobs an; ihre Jobs laufen weiter</translation>
    </message>
    <message>
        <source>lost or drained nodes come back</source>
        <translation>ausgefallene oder leergefahrene Knoten kommen zurück</translation>
    </message>
    <message>
        <source>a setting changes</source>
        <translation>eine Einstellung ändert sich</translation>
    </message>
    <message>
        <source>the site&apos;s IT power falls by a share</source>
        <translation>die IT-Leistung des Standorts sinkt um einen Anteil</translation>
    </message>
    <message>
        <source>CDUs or dry coolers fail</source>
        <translation>CDUs oder Trockenkühler fallen aus</translation>
    </message>
    <message>
        <source>cables between groups or spine switches fail</source>
        <translation>Kabel zwischen Gruppen oder Spine-Switches fallen aus</translation>
    </message>
    <message>
        <source>it gets warmer outdoors</source>
        <translation>draußen wird es wärmer</translation>
    </message>
    <message>
        <source>the market&apos;s price rises</source>
        <translation>der Marktpreis steigt</translation>
    </message>
    <message>
        <source>%1 is over</source>
        <translation>%1 ist vorbei</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>außer Betrieb</translation>
    </message>
    <message>
        <source>back in service</source>
        <translation>wieder in Betrieb</translation>
    </message>
    <message>
        <source>%1 of %2 cables left</source>
        <translation>%1 von %2 Kabeln übrig</translation>
    </message>
    <message>
        <source>%1 of %2 cables left, bytes go around through third groups</source>
        <translation>%1 von %2 Kabeln übrig, Bytes gehen außen herum über dritte Gruppen</translation>
    </message>
    <message>
        <source>%1 of %2 spine switches left</source>
        <translation>%1 von %2 Spine-Switches übrig</translation>
    </message>
    <message>
        <source>outdoors %1 K warmer than the weather file</source>
        <translation>außen %1 K wärmer als in der Wetterdatei</translation>
    </message>
    <message>
        <source>outdoors as the weather file says</source>
        <translation>außen wie in der Wetterdatei</translation>
    </message>
    <message>
        <source>%1 nodes free again</source>
        <translation>%1 Knoten wieder frei</translation>
    </message>
    <message>
        <source>IT power %1 MW, at most %2 MW from now on</source>
        <translation>IT-Leistung %1 MW, ab jetzt höchstens %2 MW</translation>
    </message>
    <message>
        <source>IT power %1 MW, no longer capped</source>
        <translation>IT-Leistung %1 MW, nicht mehr begrenzt</translation>
    </message>
    <message>
        <source>%1 EUR/MWh above the market&apos;s price</source>
        <translation>%1 EUR/MWh über dem Marktpreis</translation>
    </message>
    <message>
        <source>the market&apos;s price again</source>
        <translation>wieder der Marktpreis</translation>
    </message>
    <message>
        <source>EnEfG section %1 (%2) no. %3</source>
        <translation>EnEfG § %1 (%2) Nr. %3</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Link load, mean</source>
        <translation>Last der Verbindungen, Mittel</translation>
    </message>
    <message>
        <source>Link load, P99</source>
        <translation>Last der Verbindungen, P99</translation>
    </message>
    <message>
        <source>Slow-down from sharing</source>
        <translation>Verlangsamung durch Teilen</translation>
    </message>
    <message>
        <source>Slow-down from placement</source>
        <translation>Verlangsamung durch die Lage</translation>
    </message>
    <message>
        <source>Slow-down from lost links</source>
        <translation>Verlangsamung durch ausgefallene Verbindungen</translation>
    </message>
    <message>
        <source>Slow-down from storage</source>
        <translation>Verlangsamung durch das Speichersystem</translation>
    </message>
    <message>
        <source>GPU-hours lost to the network</source>
        <translation>GPU-h, verloren (Netz)</translation>
    </message>
    <message>
        <source>Storage read load</source>
        <translation>Leselast des Speichersystems</translation>
    </message>
    <message>
        <source>Storage write load</source>
        <translation>Schreiblast des Speichersystems</translation>
    </message>
    <message>
        <source>cable of groups %1 and %2</source>
        <translation>Kabel der Gruppen %1 und %2</translation>
    </message>
    <message>
        <source>spine switch of group %1</source>
        <translation>Spine-Switch der Gruppe %1</translation>
    </message>
    <message>
        <source>group %1 to group %2</source>
        <translation>Gruppe %1 zu Gruppe %2</translation>
    </message>
    <message>
        <source>groups %1 and %2</source>
        <translation>Gruppen %1 und %2</translation>
    </message>
    <message>
        <source>%1 node down</source>
        <translation>%1 Knoten aus</translation>
    </message>
    <message>
        <source>%1 nodes down</source>
        <translation>%1 Knoten aus</translation>
    </message>
    <message>
        <source>%1 job requeued</source>
        <translation>%1 Job neu eingereiht</translation>
    </message>
    <message>
        <source>%1 jobs requeued</source>
        <translation>%1 Jobs neu eingereiht</translation>
    </message>
    <message>
        <source>%1 job failed</source>
        <translation>%1 Job gescheitert</translation>
    </message>
    <message>
        <source>%1 jobs failed</source>
        <translation>%1 Jobs gescheitert</translation>
    </message>
    <message>
        <source>a job of %1 node requeued</source>
        <translation>ein Job mit %1 Knoten neu eingereiht</translation>
    </message>
    <message>
        <source>a job of %1 nodes requeued</source>
        <translation>ein Job mit %1 Knoten neu eingereiht</translation>
    </message>
    <message>
        <source>a job of %1 node failed</source>
        <translation>ein Job mit %1 Knoten gescheitert</translation>
    </message>
    <message>
        <source>a job of %1 nodes failed</source>
        <translation>ein Job mit %1 Knoten gescheitert</translation>
    </message>
    <message>
        <source>%1 node free again</source>
        <translation>%1 Knoten wieder frei</translation>
    </message>
    <message>
        <source>%1 free node drained at once</source>
        <translation>%1 freier Knoten sofort geleert</translation>
    </message>
    <message>
        <source>%1 free nodes drained at once</source>
        <translation>%1 freie Knoten sofort geleert</translation>
    </message>
    <message>
        <source>%1 node free, %2 before</source>
        <translation>%1 Knoten frei, vorher %2</translation>
    </message>
    <message>
        <source>%1 nodes free, %2 before</source>
        <translation>%1 Knoten frei, vorher %2</translation>
    </message>
    <message>
        <source>IT power %1 MW with %2 job running</source>
        <translation>IT-Leistung %1 MW bei %2 laufenden Job</translation>
    </message>
    <message>
        <source>IT power %1 MW with %2 jobs running</source>
        <translation>IT-Leistung %1 MW bei %2 laufenden Jobs</translation>
    </message>
    <message>
        <source>node %1</source>
        <translation>Knoten %1</translation>
    </message>
    <message>
        <source>leaf switch of node %1</source>
        <translation>Leaf-Switch des Knotens %1</translation>
    </message>
    <message>
        <source>racks %1</source>
        <translation>Racks %1</translation>
    </message>
    <message>
        <source>cable %1</source>
        <translation>Kabel %1</translation>
    </message>
    <message>
        <source>cables %1 %2</source>
        <translation>%2 Kabel %1</translation>
    </message>
    <message>
        <source>tray %1</source>
        <translation>Kabelweg %1</translation>
    </message>
    <message>
        <source>spine %1</source>
        <translation>Spine-Switch in Gruppe %1</translation>
    </message>
    <message>
        <source>spines %1 %2</source>
        <translation>%2 Spine-Switches in Gruppe %1</translation>
    </message>
</context>
<context>
    <name>Series</name>
    <message>
        <source>IT power</source>
        <translation>IT-Leistung</translation>
    </message>
    <message>
        <source>IT power, highest</source>
        <translation>IT-Leistung, höchste</translation>
    </message>
    <message>
        <source>Site power</source>
        <translation>Standortleistung</translation>
    </message>
    <message>
        <source>Power from the grid</source>
        <translation>Leistung aus dem Netz</translation>
    </message>
    <message>
        <source>Busy nodes</source>
        <translation>Belegte Knoten</translation>
    </message>
    <message>
        <source>Available nodes</source>
        <translation>Verfügbare Knoten</translation>
    </message>
    <message>
        <source>Waiting jobs</source>
        <translation>Wartende Jobs</translation>
    </message>
    <message>
        <source>Nodes that waiting jobs ask for</source>
        <translation>Von Wartenden geforderte Knoten</translation>
    </message>
    <message>
        <source>Jobs started</source>
        <translation>Gestartete Jobs</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPUs</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPUs</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Network adapters</source>
        <translation>Netzwerkkarten</translation>
    </message>
    <message>
        <source>Switches</source>
        <translation>Switches</translation>
    </message>
    <message>
        <source>Losses in nodes and racks</source>
        <translation>Verluste in Knoten und Racks</translation>
    </message>
    <message>
        <source>Losses of the supply</source>
        <translation>Verluste der Versorgung</translation>
    </message>
    <message>
        <source>Cap on a GPU</source>
        <translation>Leistungsgrenze je GPU</translation>
    </message>
    <message>
        <source>Groups that throttle</source>
        <translation>Drosselnde Gruppen</translation>
    </message>
    <message>
        <source>Cooling</source>
        <translation>Kühlung</translation>
    </message>
    <message>
        <source>Pumps</source>
        <translation>Pumpen</translation>
    </message>
    <message>
        <source>Fans of the coolers</source>
        <translation>Lüfter der Rückkühler</translation>
    </message>
    <message>
        <source>PUE</source>
        <translation>PUE</translation>
    </message>
    <message>
        <source>Racks&apos; water in, warmest</source>
        <translation>Rackwasser ein, wärmstes</translation>
    </message>
    <message>
        <source>Racks&apos; water out, warmest</source>
        <translation>Rackwasser aus, wärmstes</translation>
    </message>
    <message>
        <source>Primary water in</source>
        <translation>Primärwasser ein</translation>
    </message>
    <message>
        <source>Primary water out</source>
        <translation>Primärwasser aus</translation>
    </message>
    <message>
        <source>Outdoor air</source>
        <translation>Außenluft</translation>
    </message>
    <message>
        <source>Outdoor wet bulb</source>
        <translation>Feuchtkugel außen</translation>
    </message>
    <message>
        <source>Heat to the air</source>
        <translation>Wärme an die Luft</translation>
    </message>
    <message>
        <source>Heat that is reused</source>
        <translation>Genutzte Abwärme</translation>
    </message>
    <message>
        <source>Water evaporated</source>
        <translation>Verdunstetes Wasser</translation>
    </message>
    <message>
        <source>Fan speed</source>
        <translation>Lüfterdrehzahl</translation>
    </message>
    <message>
        <source>Market price</source>
        <translation>Marktpreis</translation>
    </message>
    <message>
        <source>Carbon of the grid, direct</source>
        <translation>CO2 des Netzes, direkt</translation>
    </message>
    <message>
        <source>Carbon of the grid, life-cycle</source>
        <translation>CO2 des Netzes, Lebenszyklus</translation>
    </message>
    <message>
        <source>Cost by the hour</source>
        <translation>Kosten je Stunde</translation>
    </message>
    <message>
        <source>Emission by the hour, life-cycle</source>
        <translation>Emission je Stunde, Lebenszyklus</translation>
    </message>
    <message>
        <source>Photovoltaics</source>
        <translation>Photovoltaik</translation>
    </message>
    <message>
        <source>Battery, charging</source>
        <translation>Batterie, Laden</translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>compute</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>recompute</source>
        <translation>erneut rechnen</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>bubble</source>
        <translation>Pipeline leer</translation>
    </message>
    <message>
        <source>launch</source>
        <translation>Warten auf Starts</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Kopien abgleichen</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>global_batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>exchanges</source>
        <translation>Austausch</translation>
    </message>
    <message>
        <source>element-wise kernels</source>
        <translation>elementweise Kernel</translation>
    </message>
    <message>
        <source>waiting for launches</source>
        <translation>Warten auf Starts</translation>
    </message>
    <message>
        <source>kv_heads</source>
        <translation>KV-Köpfe</translation>
    </message>
    <message>
        <source>ffn</source>
        <translation>Feed-forward-Breite</translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation>Wortschatz</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>Sequenz</translation>
    </message>
    <message>
        <source>chunks</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>micro batches</source>
        <translation>Mikrostapel</translation>
    </message>
    <message>
        <source>experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>sequence_parallel</source>
        <translation>Sequenzparallelität</translation>
    </message>
</context>
<context>
    <name>View</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>The whole machine at the play head, from groups to GPUs.</source>
        <translation>Die ganze Maschine an der Abspielmarke, von Gruppen bis zu GPUs.</translation>
    </message>
    <message>
        <source>Gantt</source>
        <translation>Gantt</translation>
    </message>
    <message>
        <source>Which nodes each job held, and when.</source>
        <translation>Welche Knoten jeder Job hielt, und wann.</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Who waits at the play head, and why; who runs, who ran.</source>
        <translation>Wer an der Abspielmarke wartet, und warum; wer läuft, wer lief.</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Zeitreihen</translation>
    </message>
    <message>
        <source>Any recorded series over time, with limits.</source>
        <translation>Jede aufgezeichnete Größe über der Zeit, mit Grenzen.</translation>
    </message>
    <message>
        <source>Energy flow</source>
        <translation>Energiefluss</translation>
    </message>
    <message>
        <source>From the grid through racks and parts to water and air.</source>
        <translation>Vom Netz durch Racks und Bauteile in Wasser und Luft.</translation>
    </message>
    <message>
        <source>KPIs</source>
        <translation>KPIs</translation>
    </message>
    <message>
        <source>All KPIs by topic, with targets and headroom to limits.</source>
        <translation>Alle KPIs nach Thema, mit Zielen und Reserve zu den Grenzen.</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>What it costs, what laws ask, which limits were not kept.</source>
        <translation>Was es kostet, was Gesetze fordern, welche Grenzen nicht eingehalten wurden.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Run A against run B: KPIs and settings.</source>
        <translation>Lauf A gegen Lauf B: KPIs und Einstellungen.</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>What if? The scenario as form and text, with its problems.</source>
        <translation>Was wäre, wenn? Das Szenario als Formular und Text, mit seinen Problemen.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Scenarios to start with, and the runs of late.</source>
        <translation>Szenarien für den Anfang und die letzten Läufe.</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>Lektionen</translation>
    </message>
    <message>
        <source>Predict, run, look, explain; the sheet of the open lesson.</source>
        <translation>Vorhersagen, rechnen, hinsehen, erklären; das Ergebnisblatt der offenen Lektion.</translation>
    </message>
    <message>
        <source>Topology</source>
        <translation>Topologie</translation>
    </message>
    <message>
        <source>Load of the network&apos;s links, a job&apos;s placement, who slows whom.</source>
        <translation>Last der Verbindungen im Netz, wo ein Job liegt, wer wen bremst.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>What a language model and a plan take: time, memory, watts.</source>
        <translation>Was ein Sprachmodell und ein Plan brauchen: Zeit, Speicher, Watt.</translation>
    </message>
</context>
<context>
    <name>WaitReason</name>
    <message>
        <source>too few free nodes: %1 free of %2</source>
        <translation>zu wenige freie Knoten: %1 frei von %2</translation>
    </message>
    <message>
        <source>the power cap leaves no room, although %1 nodes are free</source>
        <translation>die Leistungsgrenze lässt keinen Platz, obwohl %1 Knoten frei sind</translation>
    </message>
    <message>
        <source>waits its turn behind %1, although %2 nodes are free</source>
        <translation>ist erst nach %1 an der Reihe, obwohl %2 Knoten frei sind</translation>
    </message>
    <message>
        <source>the policy&apos;s order, although %1 nodes are free</source>
        <translation>Reihenfolge der Strategie, obwohl %1 Knoten frei sind</translation>
    </message>
    <message>
        <source>did not wait</source>
        <translation>wartete nicht</translation>
    </message>
    <message>
        <source>there were too few free nodes when it came</source>
        <translation>bei seiner Ankunft waren zu wenige Knoten frei</translation>
    </message>
    <message>
        <source>nodes were free, the policy kept them for a job before it</source>
        <translation>Knoten waren frei, die Strategie hielt sie für einen Job vor ihm</translation>
    </message>
    <message>
        <source>nodes were free, the power cap left no room</source>
        <translation>Knoten waren frei, die Leistungsgrenze ließ keinen Platz</translation>
    </message>
    <message>
        <source>it was put back after its nodes were lost</source>
        <translation>er wurde nach Verlust seiner Knoten zurückgestellt</translation>
    </message>
    <message>
        <source>the file does not say</source>
        <translation>die Datei sagt es nicht</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>You plan a machine</source>
        <translation>Sie planen eine Maschine</translation>
    </message>
    <message>
        <source>Which limit comes first: nodes, power or cooling? Change a &lt;a href=&apos;scenario&apos;&gt;scenario&lt;/a&gt;, run it, and &lt;a href=&apos;compare&apos;&gt;compare&lt;/a&gt; it with the run before.</source>
        <translation>Welche Grenze kommt zuerst: Knoten, Leistung oder Kühlung? Ändern Sie ein &lt;a href=&apos;scenario&apos;&gt;Szenario&lt;/a&gt;, starten Sie es und &lt;a href=&apos;compare&apos;&gt;vergleichen&lt;/a&gt; Sie es mit dem Lauf davor.</translation>
    </message>
    <message>
        <source>You manage energy</source>
        <translation>Sie verantworten die Energie</translation>
    </message>
    <message>
        <source>Where do the megawatts go, and what do they cost? See the &lt;a href=&apos;sankey&apos;&gt;energy flow&lt;/a&gt;, the &lt;a href=&apos;bill&apos;&gt;bill&lt;/a&gt; and the &lt;a href=&apos;kpis&apos;&gt;KPIs&lt;/a&gt;.</source>
        <translation>Wohin gehen die Megawatt, und was kosten sie? Siehe &lt;a href=&apos;sankey&apos;&gt;Energiefluss&lt;/a&gt;, &lt;a href=&apos;bill&apos;&gt;Rechnung&lt;/a&gt; und &lt;a href=&apos;kpis&apos;&gt;Kennzahlen&lt;/a&gt;.</translation>
    </message>
    <message>
        <source>You study</source>
        <translation>Sie lernen</translation>
    </message>
    <message>
        <source>You have a run&apos;s file</source>
        <translation>Sie haben die Datei eines Laufs</translation>
    </message>
    <message>
        <source>&lt;a href=&apos;open&apos;&gt;Open a run…&lt;/a&gt; (Ctrl+O)</source>
        <translation>&lt;a href=&apos;open&apos;&gt;Lauf öffnen…&lt;/a&gt; (Strg+O)</translation>
    </message>
    <message>
        <source>Take a &lt;a href=&apos;lessons&apos;&gt;lesson&lt;/a&gt;, or run a week, press F5 and watch jobs fill the &lt;a href=&apos;map&apos;&gt;map&lt;/a&gt;. The &lt;a href=&apos;queue&apos;&gt;queue&lt;/a&gt; says why a job waits, the &lt;a href=&apos;gantt&apos;&gt;Gantt chart&lt;/a&gt; where it ran.</source>
        <translation>Eine &lt;a href=&apos;lessons&apos;&gt;Lektion&lt;/a&gt; machen, oder eine Woche laufen lassen, F5 drücken und zusehen, wie Jobs die &lt;a href=&apos;map&apos;&gt;Karte&lt;/a&gt; füllen. Die &lt;a href=&apos;queue&apos;&gt;Warteschlange&lt;/a&gt; sagt, warum ein Job wartet, das &lt;a href=&apos;gantt&apos;&gt;Gantt-Diagramm&lt;/a&gt;, wo er lief.</translation>
    </message>
</context>
<context>
    <name>twin</name>
    <message>
        <source>open a run&apos;s file</source>
        <translation>die Datei eines Laufs öffnen</translation>
    </message>
    <message>
        <source>compare it with another run</source>
        <translation>mit einem anderen Lauf vergleichen</translation>
    </message>
    <message>
        <source>open a scenario</source>
        <translation>ein Szenario öffnen</translation>
    </message>
    <message>
        <source>show a view: %1</source>
        <translation>eine Ansicht zeigen: %1</translation>
    </message>
    <message>
        <source>put the play head there, for example &quot;3 d&quot;</source>
        <translation>die Abspielmarke dorthin setzen, zum Beispiel &quot;3 d&quot;</translation>
    </message>
    <message>
        <source>en or de</source>
        <translation>en oder de</translation>
    </message>
    <message>
        <source>of the window, for example 1280x800</source>
        <translation>des Fensters, zum Beispiel 1280x800</translation>
    </message>
    <message>
        <source>write a picture of the view (without --view: of the window) and end</source>
        <translation>ein Bild der Ansicht schreiben (ohne --view: des Fensters) und enden</translation>
    </message>
    <message>
        <source>Explore runs of AI Factory Twin.</source>
        <translation>Läufe von AI Factory Twin erkunden.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Share of what comes in [%]</source>
        <translation>Anteil am Zufluss [%]</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>B - A</source>
        <translation>B - A</translation>
    </message>
    <message>
        <source> from %1</source>
        <translation> ab %1</translation>
    </message>
    <message>
        <source>✓ met: %1</source>
        <translation>✓ erfüllt: %1</translation>
    </message>
    <message>
        <source>✗ missed: %1</source>
        <translation>✗ verfehlt: %1</translation>
    </message>
    <message>
        <source>? not known: %1</source>
        <translation>? nicht bekannt: %1</translation>
    </message>
    <message>
        <source>= same</source>
        <translation>= gleich</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>KPI</source>
        <translation>KPI</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>Formel</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Posten</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>A [EUR]</source>
        <translation>A [EUR]</translation>
    </message>
    <message>
        <source>B [EUR]</source>
        <translation>B [EUR]</translation>
    </message>
    <message>
        <source>B - A [EUR]</source>
        <translation>B - A [EUR]</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>Gesetz</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefordert</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>From date</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>Grundlage</translation>
    </message>
    <message>
        <source>✓ met</source>
        <translation>✓ erfüllt</translation>
    </message>
    <message>
        <source>✗ missed</source>
        <translation>✗ verfehlt</translation>
    </message>
    <message>
        <source>? not known</source>
        <translation>? nicht bekannt</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>a year</source>
        <translation>ein Jahr</translation>
    </message>
    <message>
        <source>The KPI window is shorter than the year that the law asks about: the verdict is an estimate from that window.</source>
        <translation>Das KPI-Fenster ist kürzer als das Jahr, nach dem das Gesetz fragt: Das Urteil ist eine Schätzung aus diesem Fenster.</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Schlimmster Wert</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>Job %1: %2 nodes, GPUs %3, running for %4</source>
        <translation>Job %1: %2 Knoten, GPUs %3, läuft seit %4</translation>
    </message>
    <message>
        <source>, ends in %1</source>
        <translation>, endet in %1</translation>
    </message>
    <message>
        <source>Rack&apos;s power %1 of %2</source>
        <translation>Leistung des Racks %1 von %2</translation>
    </message>
    <message>
        <source>Rack&apos;s power %1</source>
        <translation>Leistung des Racks %1</translation>
    </message>
    <message>
        <source>Group&apos;s water %1 in, %2 out</source>
        <translation>Wasser der Gruppe %1 ein, %2 aus</translation>
    </message>
    <message>
        <source>Rack %1, %2</source>
        <translation>Rack %1, %2</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Außer Betrieb</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>%1 of %2 nodes busy</source>
        <translation>%1 von %2 Knoten belegt</translation>
    </message>
    <message>
        <source>%1 out of service</source>
        <translation>%1 außer Betrieb</translation>
    </message>
    <message>
        <source>%1 racks, %2 of %3 nodes busy</source>
        <translation>%1 Racks, %2 von %3 Knoten belegt</translation>
    </message>
    <message>
        <source>Job %1 does not run now</source>
        <translation>Job %1 läuft jetzt nicht</translation>
    </message>
    <message>
        <source>%1 nodes: %2 busy with %3 jobs, %4 free</source>
        <translation>%1 Knoten: %2 mit %3 Jobs belegt, %4 frei</translation>
    </message>
    <message>
        <source>, %1 out of service</source>
        <translation>, %1 außer Betrieb</translation>
    </message>
    <message>
        <source>The run has not ended: jobs that still run are not in its file.</source>
        <translation>Der Lauf ist nicht zu Ende: Jobs, die noch laufen, stehen nicht in seiner Datei.</translation>
    </message>
    <message>
        <source>%1 more nodes are not available; the file does not say which.</source>
        <translation>%1 weitere Knoten sind nicht verfügbar; die Datei sagt nicht, welche.</translation>
    </message>
    <message>
        <source>%1 more nodes work for %2 attempts that will be lost; the file does not say which.</source>
        <translation>%1 weitere Knoten arbeiten für %2 Versuche, die verloren gehen; die Datei sagt nicht, welche.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Wasser</translation>
    </message>
    <message>
        <source>this run does not simulate cooling</source>
        <translation>dieser Lauf simuliert keine Kühlung</translation>
    </message>
    <message>
        <source>Water into racks</source>
        <translation>Wasser in Racks</translation>
    </message>
    <message>
        <source>Water out of racks</source>
        <translation>Wasser aus Racks</translation>
    </message>
    <message>
        <source>Water flow</source>
        <translation>Wasserstrom</translation>
    </message>
    <message>
        <source>Valve</source>
        <translation>Ventil</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>not known of this site</source>
        <translation>von diesem Standort nicht bekannt</translation>
    </message>
    <message>
        <source>Power, mean of the interval</source>
        <translation>Leistung, Mittel im Intervall</translation>
    </message>
    <message>
        <source>Headroom</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>Power limit</source>
        <translation>Leistungsgrenze</translation>
    </message>
    <message>
        <source>none is known</source>
        <translation>keine bekannt</translation>
    </message>
    <message>
        <source>job %1: %2 nodes, for %3</source>
        <translation>Job %1: %2 Knoten, seit %3</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>too few nodes were free</source>
        <translation>zu wenige Knoten waren frei</translation>
    </message>
    <message>
        <source>the policy&apos;s order: others went first</source>
        <translation>Reihenfolge der Strategie: andere gingen vor</translation>
    </message>
    <message>
        <source>the power cap</source>
        <translation>die Leistungsgrenze</translation>
    </message>
    <message>
        <source>it did not wait</source>
        <translation>er wartete nicht</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>killed at limit</source>
        <translation>am Limit beendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>died</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>not submitted yet</source>
        <translation>noch nicht eingereicht</translation>
    </message>
    <message>
        <source>A: %1
B: %2</source>
        <translation>A: %1
B: %2</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPUs</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>At the play head</source>
        <translation>An der Abspielmarke</translation>
    </message>
    <message>
        <source>Busy nodes</source>
        <translation>Belegte Knoten</translation>
    </message>
    <message>
        <source>Running jobs</source>
        <translation>Laufende Jobs</translation>
    </message>
    <message>
        <source>Free nodes</source>
        <translation>Freie Knoten</translation>
    </message>
    <message>
        <source>Racks</source>
        <translation>Racks</translation>
    </message>
    <message>
        <source>Power of its racks</source>
        <translation>Leistung seiner Racks</translation>
    </message>
    <message>
        <source>Jobs on it</source>
        <translation>Jobs darauf</translation>
    </message>
    <message>
        <source>Rack %1</source>
        <translation>Rack %1</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Rack</source>
        <translation>Rack</translation>
    </message>
    <message>
        <source>rack %1, place %2</source>
        <translation>Rack %1, Platz %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>busy, drains</source>
        <translation>belegt, läuft leer</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>belegt</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>außer Betrieb</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>GPU utilisation of the job</source>
        <translation>GPU-Auslastung des Jobs</translation>
    </message>
    <message>
        <source>Free in</source>
        <translation>Frei in</translation>
    </message>
    <message>
        <source>Even share of the rack&apos;s power</source>
        <translation>Gleicher Anteil der Rackleistung</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>Job %1</source>
        <translation>Job %1</translation>
    </message>
    <message>
        <source>Job %1: %2</source>
        <translation>Job %1: %2</translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation>Nummer im Log</translation>
    </message>
    <message>
        <source>State at the play head</source>
        <translation>Zustand an der Abspielmarke</translation>
    </message>
    <message>
        <source>State at the end</source>
        <translation>Zustand am Ende</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
    <message>
        <source>still</source>
        <translation>noch</translation>
    </message>
    <message>
        <source>Waited because</source>
        <translation>Gewartet, weil</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Requested time</source>
        <translation>Angeforderte Zeit</translation>
    </message>
    <message>
        <source>Backfilled</source>
        <translation>Vorgezogen</translation>
    </message>
    <message>
        <source>started before a job that had waited longer</source>
        <translation>startete vor einem Job, der länger gewartet hatte</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>%1 times, %2 lost</source>
        <translation>%1-mal, %2 verloren</translation>
    </message>
    <message>
        <source>Slowed by caps or heat</source>
        <translation>Gebremst durch Grenzen oder Hitze</translation>
    </message>
    <message>
        <source>GPU utilisation</source>
        <translation>GPU-Auslastung</translation>
    </message>
    <message>
        <source>Energy at GPUs</source>
        <translation>Energie an GPUs</translation>
    </message>
    <message>
        <source>Energy at nodes</source>
        <translation>Energie an Knoten</translation>
    </message>
    <message>
        <source>Share of the grid&apos;s energy</source>
        <translation>Anteil an der Netzenergie</translation>
    </message>
    <message>
        <source>Share of the cost</source>
        <translation>Anteil an den Kosten</translation>
    </message>
    <message>
        <source>CO2, direct</source>
        <translation>CO2, direkt</translation>
    </message>
    <message>
        <source>CO2, life cycle</source>
        <translation>CO2, Lebenszyklus</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Nodes&apos; indices</source>
        <translation>Nummern der Knoten</translation>
    </message>
    <message>
        <source>%1 has no figures that a CSV file could hold.</source>
        <translation>%1 hat keine Zahlen für eine CSV-Datei.</translation>
    </message>
    <message>
        <source>%1: expected a name that ends in .png, .svg, .pdf or .csv.</source>
        <translation>%1: Der Name muss auf .png, .svg, .pdf oder .csv enden.</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>on the picture the whole window, not the view alone</source>
        <translation>auf dem Bild das ganze Fenster, nicht nur die Ansicht</translation>
    </message>
    <message>
        <source>until the last job ends</source>
        <translation>bis der letzte Job endet</translation>
    </message>
    <message>
        <source>about a second</source>
        <translation>etwa eine Sekunde</translation>
    </message>
    <message>
        <source>about ten seconds</source>
        <translation>etwa zehn Sekunden</translation>
    </message>
    <message>
        <source>about half a minute</source>
        <translation>etwa eine halbe Minute</translation>
    </message>
    <message>
        <source>about some minutes</source>
        <translation>etwa einige Minuten</translation>
    </message>
    <message>
        <source>to the last job</source>
        <translation>bis zum letzten Job</translation>
    </message>
    <message>
        <source>%1 hours</source>
        <translation>%1 Stunden</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
    <message>
        <source>power cap</source>
        <translation>Leistungsgrenze</translation>
    </message>
    <message>
        <source>heat wave</source>
        <translation>Hitzewelle</translation>
    </message>
    <message>
        <source>outage</source>
        <translation>Ausfall</translation>
    </message>
    <message>
        <source>whole year</source>
        <translation>ganzes Jahr</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
    <message>
        <source>Until the next e&amp;vent</source>
        <translation>Bis zum &amp;nächsten Ereignis</translation>
    </message>
    <message>
        <source>Until the chosen &amp;job starts or ends</source>
        <translation>Bis der gewählte &amp;Job startet oder endet</translation>
    </message>
    <message>
        <source>Until a &amp;limit is reached</source>
        <translation>Bis eine &amp;Grenze erreicht ist</translation>
    </message>
    <message>
        <source>Stopping &amp;point here, or none</source>
        <translation>Haltepunkt hie&amp;r, oder keiner</translation>
    </message>
    <message>
        <source>Re&amp;move all stopping points</source>
        <translation>&amp;Alle Haltepunkte entfernen</translation>
    </message>
    <message>
        <source>open a lesson</source>
        <translation>eine Lektion öffnen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>not yet predicted</source>
        <translation>noch nicht vorhergesagt</translation>
    </message>
    <message>
        <source>It came out</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Figures of the runs</source>
        <translation>Zahlen der Läufe</translation>
    </message>
    <message>
        <source>Quiz: %1 of %2 right</source>
        <translation>Quiz: %1 von %2 richtig</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Richtige Antwort</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>✓ 1</source>
        <translation>✓ 1</translation>
    </message>
    <message>
        <source>✗ 0</source>
        <translation>✗ 0</translation>
    </message>
    <message>
        <source>To run it again</source>
        <translation>Zum Nachrechnen</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>seed, program</source>
        <translation>Startwert, Programm</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 der Datei</translation>
    </message>
    <message>
        <source>SHA-256 of all KPIs</source>
        <translation>SHA-256 aller KPIs</translation>
    </message>
    <message>
        <source>To compare</source>
        <translation>Zum Vergleichen</translation>
    </message>
    <message>
        <source>The SHA-256 of all KPIs is that of every run of the same scenario with the same settings and the same program.</source>
        <translation>Der SHA-256 aller KPIs ist der jedes Laufs desselben Szenarios mit denselben Einstellungen und demselben Programm.</translation>
    </message>
    <message>
        <source>Result sheet of %1, %2</source>
        <translation>Ergebnisblatt von %1, %2</translation>
    </message>
    <message>
        <source>Figures and answers appear here after the runs.</source>
        <translation>Zahlen und Antworten erscheinen hier nach den Läufen.</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>%1: expected a name that ends in .html, .pdf or .csv.</source>
        <translation>%1: erwartet wird ein Name, der auf .html, .pdf oder .csv endet.</translation>
    </message>
    <message>
        <source>Groups · racks</source>
        <translation>Gruppen · Racks</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>group to all others</source>
        <translation>Gruppe zu allen anderen</translation>
    </message>
    <message>
        <source>pair of groups</source>
        <translation>zwei Gruppen</translation>
    </message>
    <message>
        <source>storage, reading</source>
        <translation>Speichersystem, lesend</translation>
    </message>
    <message>
        <source>storage, writing</source>
        <translation>Speichersystem, schreibend</translation>
    </message>
    <message>
        <source>job %1</source>
        <translation>Job %1</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Flow [GB/s]</source>
        <translation>Fluss [GB/s]</translation>
    </message>
    <message>
        <source>Capacity [GB/s]</source>
        <translation>Kapazität [GB/s]</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Geteilt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>By its placement [s]</source>
        <translation>Durch die Lage [s]</translation>
    </message>
    <message>
        <source>By sharing [s]</source>
        <translation>Durch Teilen [s]</translation>
    </message>
    <message>
        <source>Most beside</source>
        <translation>Am meisten neben</translation>
    </message>
    <message>
        <source>Of it beside that job [s]</source>
        <translation>Davon neben diesem Job [s]</translation>
    </message>
    <message>
        <source>Slowed by its placement</source>
        <translation>Gebremst durch seine Lage</translation>
    </message>
    <message>
        <source>Sped up by its placement</source>
        <translation>Schneller durch seine Lage</translation>
    </message>
    <message>
        <source>Slowed by sharing</source>
        <translation>Gebremst durch Teilen</translation>
    </message>
    <message>
        <source>job %1: %2</source>
        <translation>Job %1: %2</translation>
    </message>
    <message>
        <source>Most of it beside</source>
        <translation>Das meiste neben</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>By its placement</source>
        <translation>Durch die Lage</translation>
    </message>
    <message>
        <source>By sharing</source>
        <translation>Durch Teilen</translation>
    </message>
    <message>
        <source>Of it beside that job</source>
        <translation>Davon neben diesem Job</translation>
    </message>
    <message>
        <source>Nodes here</source>
        <translation>Knoten hier</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Leaf switches</source>
        <translation>Leaf-Switches</translation>
    </message>
    <message>
        <source>Its nodes elsewhere [%]</source>
        <translation>Seine Knoten anderswo [%]</translation>
    </message>
    <message>
        <source>Longer by sharing</source>
        <translation>Länger durch Teilen</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Leaf switch</source>
        <translation>Leaf-Switch</translation>
    </message>
    <message>
        <source>Done for good</source>
        <translation>Endgültig getan</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 von %2 %3</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritten</translation>
    </message>
    <message>
        <source>solutions</source>
        <translation>Lösungen</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Checkpoints</translation>
    </message>
    <message>
        <source>%1, after each %2 of work</source>
        <translation>%1, nach je %2 Arbeit</translation>
    </message>
    <message>
        <source>Work stood still for them</source>
        <translation>Stillstand der Arbeit dafür</translation>
    </message>
    <message>
        <source>Restarts took</source>
        <translation>Neustarts dauerten</translation>
    </message>
    <message numerus="yes">
        <source>%n spine switch(es)</source>
        <translation>
            <numerusform>%n Spine-Switch</numerusform>
            <numerusform>%n Spine-Switches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cable(s)</source>
        <translation>
            <numerusform>%n Kabel</numerusform>
            <numerusform>%n Kabel</numerusform>
        </translation>
    </message>
    <message>
        <source>Left [%]</source>
        <translation>Übrig [%]</translation>
    </message>
    <message>
        <source>Load of it [%]</source>
        <translation>Last davon [%]</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>In Betrieb</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Of which</source>
        <translation>Davon</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>%1 of one GPU</source>
        <translation>%1 einer GPU</translation>
    </message>
    <message>
        <source>Model flops of one GPU [Tflop/s]</source>
        <translation>Modell-Flops einer GPU [Tflop/s]</translation>
    </message>
    <message>
        <source>Power of one GPU [W]</source>
        <translation>Leistung einer GPU [W]</translation>
    </message>
    <message>
        <source>%1 J a token, all GPUs</source>
        <translation>%1 J je Token, alle GPUs</translation>
    </message>
    <message>
        <source>%1 of the step</source>
        <translation>%1 des Schritts</translation>
    </message>
    <message>
        <source>Power of one node at its plug [W]</source>
        <translation>Leistung eines Knotens am Stecker [W]</translation>
    </message>
    <message>
        <source>%1 J a token, all nodes</source>
        <translation>%1 J je Token, alle Knoten</translation>
    </message>
    <message>
        <source>Waiting for the network [% of the step]</source>
        <translation>Warten auf das Netz [% des Schritts]</translation>
    </message>
    <message>
        <source>collectives: %1</source>
        <translation>Kollektive: %1</translation>
    </message>
    <message>
        <source>All tokens [d]</source>
        <translation>Alle Token [d]</translation>
    </message>
    <message>
        <source>%1 GPU hours</source>
        <translation>%1 GPU-Stunden</translation>
    </message>
    <message>
        <source>Energy at the nodes&apos; plugs [MWh]</source>
        <translation>Energie an den Steckern der Knoten [MWh]</translation>
    </message>
    <message>
        <source>Step: %1 [s]</source>
        <translation>Schritt: %1 [s]</translation>
    </message>
    <message>
        <source>Memory: %1 [GB]</source>
        <translation>Speicher: %1 [GB]</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Step [s]</source>
        <translation>Schritt [s]</translation>
    </message>
    <message>
        <source>Memory [GB]</source>
        <translation>Speicher [GB]</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>One GPU in: %1 [W]</source>
        <translation>Eine GPU bei: %1 [W]</translation>
    </message>
    <message>
        <source>Share of the bf16 peak (MFU) [%]</source>
        <translation>Anteil an der bf16-Spitze (MFU) [%]</translation>
    </message>
    <message>
        <source>Share of the %1 peak [%]</source>
        <translation>Anteil an der %1-Spitze [%]</translation>
    </message>
    <message>
        <source>Slowed by the storage</source>
        <translation>Gebremst durch den Speicher</translation>
    </message>
    <message>
        <source>Slowed by lost links</source>
        <translation>Gebremst durch verlorene Verbindungen</translation>
    </message>
    <message>
        <source>By the storage</source>
        <translation>Durch den Speicher</translation>
    </message>
    <message>
        <source>By lost links</source>
        <translation>Durch verlorene Verbindungen</translation>
    </message>
    <message>
        <source>By the storage [s]</source>
        <translation>Durch den Speicher [s]</translation>
    </message>
    <message>
        <source>By lost links [s]</source>
        <translation>Durch verlorene Verbindungen [s]</translation>
    </message>
</context>
<context>
    <name>twin::BillView</name>
    <message>
        <source>Move the play head there.</source>
        <translation>Die Abspielmarke dorthin setzen.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show the bill as a table.</source>
        <translation>Die Rechnung als Tabelle zeigen.</translation>
    </message>
    <message>
        <source>Bill as a table</source>
        <translation>Rechnung als Tabelle</translation>
    </message>
    <message>
        <source>What laws ask</source>
        <translation>Was Gesetze fordern</translation>
    </message>
    <message>
        <source>Limits that were not kept</source>
        <translation>Nicht eingehaltene Grenzen</translation>
    </message>
    <message>
        <source>Click or Enter moves the play head there.</source>
        <translation>Ein Klick oder die Eingabetaste setzt die Abspielmarke dorthin.</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see what it costs and what laws ask.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um zu sehen, was er kostet und was Gesetze fordern.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>The bill is written when the run ends; no limit was missed so far.</source>
        <translation>Die Rechnung wird am Ende des Laufs geschrieben; bisher wurde keine Grenze verletzt.</translation>
    </message>
    <message>
        <source>This run has no bill: its scenario has no prices. A scenario with a tariff under [energy] has one.</source>
        <translation>Dieser Lauf hat keine Rechnung: Sein Szenario hat keine Preise. Ein Szenario mit einem Tarif unter [energy] hat eine.</translation>
    </message>
    <message>
        <source>Bill</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>none: it is written when a run with prices ends</source>
        <translation>keine: Sie wird am Ende eines Laufs mit Preisen geschrieben</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Compliance</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>nothing is asked: the scenario names no laws</source>
        <translation>nichts gefordert: Das Szenario nennt keine Gesetze</translation>
    </message>
    <message>
        <source>run A against dated thresholds</source>
        <translation>Lauf A gegen datierte Schwellen</translation>
    </message>
    <message>
        <source>Violations</source>
        <translation>Verletzungen</translation>
    </message>
    <message>
        <source>none: every limit was kept</source>
        <translation>keine: Jede Grenze wurde eingehalten</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s) not kept; click to go there</source>
        <translation>
            <numerusform>%n Grenze nicht eingehalten; ein Klick führt dorthin</numerusform>
            <numerusform>%n Grenzen nicht eingehalten; ein Klick führt dorthin</numerusform>
        </translation>
    </message>
    <message>
        <source>Highest interval</source>
        <translation>Höchstes Intervall</translation>
    </message>
    <message>
        <source>Peak quarter-hour</source>
        <translation>Höchste Viertelstunde</translation>
    </message>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1: %2 am %3</translation>
    </message>
    <message>
        <source>  (B: %1 at %2)</source>
        <translation>  (B: %1 am %2)</translation>
    </message>
    <message>
        <source>none of what is held; only watched, and exceeded: %1</source>
        <translation>keine einer Grenze, die gehalten wird; nur beobachtet und überschritten: %1</translation>
    </message>
</context>
<context>
    <name>twin::BillWaterfall</name>
    <message>
        <source>Bill as a waterfall</source>
        <translation>Rechnung als Wasserfall</translation>
    </message>
    <message>
        <source>Arrow keys go from item to item; Enter on the demand charge moves the play head to the quarter-hour that set it.</source>
        <translation>Pfeiltasten gehen von Posten zu Posten; die Eingabetaste auf dem Leistungspreis setzt die Abspielmarke auf die Viertelstunde, die ihn bestimmt.</translation>
    </message>
    <message>
        <source>This run has no bill: its scenario has no prices, or the run has not ended.</source>
        <translation>Dieser Lauf hat keine Rechnung: Sein Szenario hat keine Preise, oder er ist nicht zu Ende.</translation>
    </message>
    <message>
        <source>
A: %1 = %2 at %3</source>
        <translation>
A: %1 = %2 zu %3</translation>
    </message>
    <message>
        <source>
B: %1</source>
        <translation>
B: %1</translation>
    </message>
    <message>
        <source>
Click: move the play head to the quarter-hour that set it</source>
        <translation>
Klick: Abspielmarke auf die bestimmende Viertelstunde setzen</translation>
    </message>
</context>
<context>
    <name>twin::CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Type a part of a command&apos;s name</source>
        <translation>Teil eines Befehlsnamens eingeben</translation>
    </message>
    <message>
        <source>Part of a command&apos;s name</source>
        <translation>Teil eines Befehlsnamens</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>twin::CompareView</name>
    <message>
        <source>Find a KPI: title, topic or word of its formula</source>
        <translation>KPI suchen: Titel, Thema oder Wort der Formel</translation>
    </message>
    <message>
        <source>Find a KPI</source>
        <translation>KPI suchen</translation>
    </message>
    <message>
        <source>KPIs of A and B</source>
        <translation>KPIs von A und B</translation>
    </message>
    <message>
        <source>What was set differently</source>
        <translation>Was anders eingestellt war</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file, then another one to compare it with.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, dann einen zweiten zum Vergleich.</translation>
    </message>
    <message>
        <source>There is no run B to compare with. Open one with File, Compare with… (Ctrl+Shift+O), or start with --compare FILE.</source>
        <translation>Es gibt keinen Lauf B zum Vergleich. Öffnen Sie einen mit Datei, Vergleichen mit… (Strg+Umschalt+O), oder starten Sie mit --compare DATEI.</translation>
    </message>
    <message>
        <source>The runs&apos; files are being read.</source>
        <translation>Die Dateien der Läufe werden gelesen.</translation>
    </message>
    <message>
        <source>B (%1) against A (%2): ✓ %3 KPIs better, ✗ %4 worse</source>
        <translation>B (%1) gegen A (%2): ✓ %3 KPIs besser, ✗ %4 schlechter</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>kein Unterschied</translation>
    </message>
    <message numerus="yes">
        <source>%n set differently</source>
        <translation>
            <numerusform>%n anders gesetzt</numerusform>
            <numerusform>%n anders gesetzt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twin::DifferenceChart</name>
    <message>
        <source>Largest relative differences</source>
        <translation>Größte relative Unterschiede</translation>
    </message>
    <message>
        <source>The table of KPIs beside it holds the same figures.</source>
        <translation>Die Tabelle der KPIs daneben enthält dieselben Zahlen.</translation>
    </message>
    <message>
        <source>The %1 largest of %2 differences</source>
        <translation>Die %1 größten von %2 Unterschieden</translation>
    </message>
    <message>
        <source>Relative differences</source>
        <translation>Relative Unterschiede</translation>
    </message>
    <message>
        <source>%1
A: %2, B: %3, B - A: %4
%5</source>
        <translation>%1
A: %2, B: %3, B - A: %4
%5</translation>
    </message>
</context>
<context>
    <name>twin::EventBar</name>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source> What if: </source>
        <translation> Was wäre, wenn: </translation>
    </message>
    <message>
        <source>%1. Drag it onto the time bar, or press it for the play head.</source>
        <translation>%1. Auf die Zeitleiste ziehen oder für die Abspielmarke drücken.</translation>
    </message>
    <message>
        <source>What if: %1</source>
        <translation>Was wäre, wenn: %1</translation>
    </message>
</context>
<context>
    <name>twin::EventDialog</name>
    <message>
        <source>What if, from %1?</source>
        <translation>Was wäre, wenn, ab %1?</translation>
    </message>
    <message>
        <source>&amp;Run this future</source>
        <translation>Diese Zukunft &amp;rechnen</translation>
    </message>
    <message>
        <source>The run so far is kept; from %1 on the other future is run and shown as B.</source>
        <translation>Der Lauf bis hierher bleibt; ab %1 wird die andere Zukunft gerechnet und als B gezeigt.</translation>
    </message>
    <message>
        <source>&amp;Event:</source>
        <translation>&amp;Ereignis:</translation>
    </message>
    <message>
        <source>&amp;What:</source>
        <translation>&amp;Was:</translation>
    </message>
    <message>
        <source>&amp;To:</source>
        <translation>&amp;Auf:</translation>
    </message>
    <message>
        <source>&amp;For:</source>
        <translation>&amp;Dauer:</translation>
    </message>
    <message>
        <source>2 h; empty: to the end</source>
        <translation>2 h; leer: bis zum Ende</translation>
    </message>
</context>
<context>
    <name>twin::GanttCanvas</name>
    <message>
        <source>A: %1</source>
        <translation>A: %1</translation>
    </message>
    <message>
        <source>B: %1</source>
        <translation>B: %1</translation>
    </message>
    <message>
        <source>nodes of a job:</source>
        <translation>Knoten je Job:</translation>
    </message>
    <message>
        <source>a colour for each job, repeating</source>
        <translation>eine Farbe je Job, sich wiederholend</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>still runs</source>
        <translation>läuft noch</translation>
    </message>
    <message>
        <source>killed at its limit</source>
        <translation>am Limit beendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>in its turn</source>
        <translation>der Reihe nach</translation>
    </message>
    <message>
        <source>backfilled</source>
        <translation>vorgezogen</translation>
    </message>
    <message>
        <source>no wait</source>
        <translation>ohne Warten</translation>
    </message>
    <message>
        <source>GPUs idle</source>
        <translation>GPUs untätig</translation>
    </message>
    <message>
        <source>GPUs at 100 %</source>
        <translation>GPUs bei 100 %</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>Anlauf</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>außer Betrieb</translation>
    </message>
    <message>
        <source>Gantt chart of run A</source>
        <translation>Gantt-Diagramm von Lauf A</translation>
    </message>
    <message>
        <source>Gantt chart of run B</source>
        <translation>Gantt-Diagramm von Lauf B</translation>
    </message>
    <message>
        <source>Nodes from top to bottom, time from left to right. Left and right go to the job that started before or after, plus and minus zoom the time, with Ctrl the nodes, page up and page down move in time, with Shift over the nodes, 0 shows all. The view Queue has the jobs as a table.</source>
        <translation>Knoten von oben nach unten, Zeit von links nach rechts. Links und rechts gehen zum Job, der vorher oder nachher startete, Plus und Minus zoomen die Zeit, mit Strg die Knoten, Bild auf und Bild ab blättern in der Zeit, mit Umschalt über die Knoten, 0 zeigt alles. Die Ansicht Warteschlange hat die Jobs als Tabelle.</translation>
    </message>
    <message>
        <source>The run&apos;s jobs are being read.</source>
        <translation>Die Jobs des Laufs werden gelesen.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>started %1</source>
        <translation>gestartet %1</translation>
    </message>
    <message>
        <source>ended %1 after %2</source>
        <translation>beendet %1 nach %2</translation>
    </message>
    <message>
        <source>still runs at the end</source>
        <translation>läuft am Ende noch</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>%1 gewartet</translation>
    </message>
    <message>
        <source>backfilled: started before a job that had waited longer</source>
        <translation>vorgezogen (Backfill): startete vor einem Job, der länger gewartet hatte</translation>
    </message>
    <message>
        <source>killed at its limit of %1</source>
        <translation>am Limit von %1 beendet</translation>
    </message>
    <message>
        <source>failed with its nodes</source>
        <translation>mit seinen Knoten ausgefallen</translation>
    </message>
    <message>
        <source>paler: lost</source>
        <translation>blasser: verloren</translation>
    </message>
</context>
<context>
    <name>twin::GanttView</name>
    <message>
        <source>Colour of the jobs</source>
        <translation>Farbe der Jobs</translation>
    </message>
    <message>
        <source>&amp;Colour by</source>
        <translation>Farbe &amp;nach</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>All nodes and the whole run (0 in the chart)</source>
        <translation>Alle Knoten und der ganze Lauf (0 im Diagramm)</translation>
    </message>
    <message>
        <source>Wheel: time, Ctrl+wheel: nodes, drag: move, click: choose a job, arrows: next job</source>
        <translation>Rad: Zeit, Strg+Rad: Knoten, Ziehen: verschieben, Klick: Job wählen, Pfeile: nächster Job</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see where its jobs ran.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um zu sehen, wo seine Jobs liefen.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>No job has ended yet. The file holds a job from its end on.</source>
        <translation>Noch kein Job ist beendet. Die Datei enthält einen Job ab seinem Ende.</translation>
    </message>
    <message>
        <source>No job started in this run.</source>
        <translation>In diesem Lauf startete kein Job.</translation>
    </message>
</context>
<context>
    <name>twin::GroupCanvas</name>
    <message>
        <source>Group of the network</source>
        <translation>Gruppe des Netzes</translation>
    </message>
    <message>
        <source>Leaf and spine switches of a group and the nodes under each leaf. The arrow keys go from one to the next, Enter chooses the job of a node, Page up and Page down show the group before and behind, Backspace goes back to all groups; the table holds the jobs.</source>
        <translation>Leaf- und Spine-Switches einer Gruppe und die Knoten unter jedem Leaf. Die Pfeiltasten gehen von einem zum nächsten, die Eingabetaste wählt den Job eines Knotens, Bild auf und Bild ab zeigen die Gruppe davor und dahinter, die Rücktaste geht zu allen Gruppen zurück; die Tabelle enthält die Jobs.</translation>
    </message>
    <message>
        <source>To other groups: %1 of %2 each way (%3)</source>
        <translation>Zu anderen Gruppen: %1 von %2 je Richtung (%3)</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n Knoten</numerusform>
            <numerusform>%n Knoten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, group %2: %3, %4</source>
        <translation>%1, Gruppe %2: %3, %4</translation>
    </message>
    <message numerus="yes">
        <source>%n leaf switch(es)</source>
        <translation>
            <numerusform>%n Leaf-Switch</numerusform>
            <numerusform>%n Leaf-Switches</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, group %2: %3, %4, %5</source>
        <translation>%1, Gruppe %2: %3, %4, %5</translation>
    </message>
    <message numerus="yes">
        <source>%n spine switch(es)</source>
        <translation>
            <numerusform>%n Spine-Switch</numerusform>
            <numerusform>%n Spine-Switches</numerusform>
        </translation>
    </message>
    <message>
        <source>Leaf switch %1: %2 of %3 nodes busy; %4 to its nodes, %5 to other switches of the group</source>
        <translation>Leaf-Switch %1: %2 von %3 Knoten belegt; %4 zu seinen Knoten, %5 zu anderen Switches der Gruppe</translation>
    </message>
    <message>
        <source>Spine switch %1: %2 to the leaves</source>
        <translation>Spine-Switch %1: %2 zu den Leaf-Switches</translation>
    </message>
    <message numerus="yes">
        <source>; %n cable(s) out of the group, %1</source>
        <translation>
            <numerusform>; %n Kabel aus der Gruppe hinaus, %1</numerusform>
            <numerusform>; %n Kabel aus der Gruppe hinaus, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>What flows through a single switch is not recorded.</source>
        <translation>Was durch einen einzelnen Switch fließt, wird nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>%1: out of service</source>
        <translation>%1: außer Betrieb</translation>
    </message>
    <message>
        <source>%1: free</source>
        <translation>%1: frei</translation>
    </message>
    <message>
        <source>job %1</source>
        <translation>Job %1</translation>
    </message>
    <message>
        <source>%1: %2, %3 of its %4 nodes in this group, for %5</source>
        <translation>%1: %2, %3 seiner %4 Knoten in dieser Gruppe, seit %5</translation>
    </message>
    <message>
        <source>Leaf switches, with their nodes below</source>
        <translation>Leaf-Switches, darunter ihre Knoten</translation>
    </message>
    <message>
        <source>Spine switches</source>
        <translation>Spine-Switches</translation>
    </message>
    <message>
        <source>How the switches inside this group are joined is not known: the run&apos;s file does not hold it, and the network of its site is not in the catalogue.</source>
        <translation>Wie die Switches in dieser Gruppe verbunden sind, ist nicht bekannt: Die Datei des Laufs enthält es nicht, und das Netz seines Standorts steht nicht im Katalog.</translation>
    </message>
    <message>
        <source>; at worst %1 of the bandwidth left</source>
        <translation>; schlimmstenfalls %1 der Bandbreite übrig</translation>
    </message>
    <message>
        <source>; %1 of the bandwidth left</source>
        <translation>; %1 der Bandbreite übrig</translation>
    </message>
    <message>
        <source>Spine switches: %1 of %2 left; which are lost the run does not tell</source>
        <translation>Spine-Switches: %1 von %2 übrig; welche ausgefallen sind, sagt der Lauf nicht</translation>
    </message>
</context>
<context>
    <name>twin::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>No run is open.</source>
        <translation>Kein Lauf ist geöffnet.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>The file does not hold job %1 (yet).</source>
        <translation>Die Datei enthält Job %1 (noch) nicht.</translation>
    </message>
    <message>
        <source>Job %1 is being read.</source>
        <translation>Job %1 wird gelesen.</translation>
    </message>
    <message>
        <source>Water out of racks</source>
        <translation>Wasser aus Racks</translation>
    </message>
    <message>
        <source>Power of the rack</source>
        <translation>Leistung des Racks</translation>
    </message>
    <message>
        <source>Facts about what is chosen</source>
        <translation>Angaben zum Gewählten</translation>
    </message>
    <message>
        <source>Run B</source>
        <translation>Lauf B</translation>
    </message>
    <message>
        <source>has ended, %1</source>
        <translation>ist zu Ende, %1</translation>
    </message>
</context>
<context>
    <name>twin::JobTable</name>
    <message>
        <source>not submitted yet</source>
        <translation>noch nicht eingereicht</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no estimate</source>
        <translation>keine Schätzung</translation>
    </message>
</context>
<context>
    <name>twin::KpiBoard</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>✗ over by %1</source>
        <translation>✗ überschritten um %1</translation>
    </message>
    <message>
        <source>! near: %1 left</source>
        <translation>! knapp: noch %1</translation>
    </message>
    <message>
        <source>✓ %1 left</source>
        <translation>✓ noch %1</translation>
    </message>
    <message>
        <source>%1: limit %2; 99 % of the time at most %3, highest %4; %5 at the limit</source>
        <translation>%1: Grenze %2; 99 % der Zeit höchstens %3, höchstens je %4; %5 an der Grenze</translation>
    </message>
    <message>
        <source>; nearest: %1</source>
        <translation>; am nächsten: %1</translation>
    </message>
    <message>
        <source>Tiles of KPIs</source>
        <translation>KPI-Kacheln</translation>
    </message>
    <message>
        <source>Arrow keys go from tile to tile, Enter tells the formula; the table holds the same.</source>
        <translation>Pfeiltasten gehen von Kachel zu Kachel, die Eingabetaste nennt die Formel; die Tabelle enthält dasselbe.</translation>
    </message>
    <message>
        <source>Limits and headroom</source>
        <translation>Grenzen und Reserve</translation>
    </message>
    <message>
        <source>not in this run</source>
        <translation>nicht in diesem Lauf</translation>
    </message>
    <message>
        <source>B %1</source>
        <translation>B %1</translation>
    </message>
    <message>
        <source>
B - A: %1 %2</source>
        <translation>
B - A: %1 %2</translation>
    </message>
</context>
<context>
    <name>twin::KpiView</name>
    <message>
        <source>Find a KPI: title, topic or word of its formula</source>
        <translation>KPI suchen: Titel, Thema oder Wort der Formel</translation>
    </message>
    <message>
        <source>Find a KPI</source>
        <translation>KPI suchen</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show the same figures as a table.</source>
        <translation>Dieselben Zahlen als Tabelle zeigen.</translation>
    </message>
    <message>
        <source>About the chosen KPI</source>
        <translation>Über die gewählte KPI</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>KPIs as a table</source>
        <translation>KPIs als Tabelle</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see its KPIs.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um seine KPIs zu sehen.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>This run has no KPIs: nothing of its KPI window is recorded yet.</source>
        <translation>Dieser Lauf hat keine KPIs: Von seinem KPI-Fenster ist noch nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>KPI window: %1 to %2</source>
        <translation>KPI-Fenster: %1 bis %2</translation>
    </message>
    <message>
        <source>A: %1</source>
        <translation>A: %1</translation>
    </message>
    <message>
        <source>B: %1 (%2)</source>
        <translation>B: %1 (%2)</translation>
    </message>
    <message>
        <source>Formula: %1</source>
        <translation>Formel: %1</translation>
    </message>
    <message>
        <source>Name in files and on the command line: %1</source>
        <translation>Name in Dateien und auf der Befehlszeile: %1</translation>
    </message>
</context>
<context>
    <name>twin::LessonCard</name>
    <message>
        <source>Cannot be opened: %1</source>
        <translation>Lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>Lesson · %1 min</source>
        <translation>Lektion · %1 min</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>%1. %2 Enter opens it.</source>
        <translation>%1. %2 Eingabe öffnet sie.</translation>
    </message>
</context>
<context>
    <name>twin::LessonMenu</name>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>&amp;Lektion</translation>
    </message>
    <message>
        <source>&amp;All lessons</source>
        <translation>&amp;Alle Lektionen</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>&amp;Open a lesson&apos;s file…</source>
        <translation>&amp;Datei einer Lektion öffnen…</translation>
    </message>
    <message>
        <source>&amp;Back a step</source>
        <translation>Einen Schritt zu&amp;rück</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+Left</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>&amp;Nächster Schritt</translation>
    </message>
    <message>
        <source>Alt+Right</source>
        <translation>Alt+Right</translation>
    </message>
    <message>
        <source>&amp;Run the lesson&apos;s runs</source>
        <translation>Lä&amp;ufe der Lektion rechnen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+R</source>
        <translation>Ctrl+Shift+R</translation>
    </message>
    <message>
        <source>&amp;Cancel the lesson&apos;s runs</source>
        <translation>Läufe der Lektion ab&amp;brechen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+.</source>
        <translation>Ctrl+Shift+.</translation>
    </message>
    <message>
        <source>Show the &amp;views&apos; next step</source>
        <translation>Nächsten Schritt der Ansichten &amp;zeigen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+N</source>
        <translation>Ctrl+Shift+N</translation>
    </message>
    <message>
        <source>To the &amp;lesson&apos;s page</source>
        <translation>Zur &amp;Seite der Lektion</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>&amp;Start again</source>
        <translation>Noch einmal an&amp;fangen</translation>
    </message>
    <message>
        <source>&amp;Teacher&apos;s notes</source>
        <translation>&amp;Hinweise für Lehrende</translation>
    </message>
    <message>
        <source>Save the result s&amp;heet…</source>
        <translation>&amp;Ergebnisblatt speichern…</translation>
    </message>
    <message>
        <source>Show the lesson&apos;s &amp;panel</source>
        <translation>&amp;Tafel der Lektion zeigen</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>Eine Lektion öffnen</translation>
    </message>
    <message>
        <source>Lessons (*.lesson.toml);;All files (*)</source>
        <translation>Lektionen (*.lesson.toml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The runs of the open lesson are under way.</source>
        <translation>Die Läufe der offenen Lektion sind im Gang.</translation>
    </message>
    <message>
        <source>Opened the lesson %1.</source>
        <translation>Lektion %1 geöffnet.</translation>
    </message>
    <message>
        <source>Save the result sheet</source>
        <translation>Ergebnisblatt speichern</translation>
    </message>
    <message>
        <source>Web pages (*.html);;Documents (*.pdf);;Figures (*.csv)</source>
        <translation>Webseiten (*.html);;Dokumente (*.pdf);;Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>twin::LessonPanel</name>
    <message>
        <source>‹ Back</source>
        <translation>‹ Zurück</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>Weiter ›</translation>
    </message>
    <message>
        <source>Teacher&apos;s notes</source>
        <translation>Für Lehrende</translation>
    </message>
    <message>
        <source>The step before (Alt+Left)</source>
        <translation>Der Schritt davor (Alt+Links)</translation>
    </message>
    <message>
        <source>The next step (Alt+Right)</source>
        <translation>Der nächste Schritt (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
    <message>
        <source>Teacher&apos;s notes: %1</source>
        <translation>Hinweise für Lehrende: %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>twin::LessonSession</name>
    <message>
        <source>First predict, then run: what comes after shows what the runs gave.</source>
        <translation>Erst vorhersagen, dann rechnen: Was danach kommt, zeigt die Ergebnisse der Läufe.</translation>
    </message>
    <message>
        <source>The runs are under way.</source>
        <translation>Die Läufe sind im Gang.</translation>
    </message>
    <message>
        <source>The runs are done. &quot;Start again&quot; makes new ones.</source>
        <translation>Die Läufe sind fertig. „Noch einmal anfangen“ macht neue.</translation>
    </message>
    <message>
        <source>Predict first: whoever has guessed learns more from what comes out.</source>
        <translation>Erst vorhersagen: Wer geschätzt hat, lernt mehr aus dem Ergebnis.</translation>
    </message>
    <message>
        <source>The runs were cancelled.</source>
        <translation>Die Läufe wurden abgebrochen.</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>Der Lauf ist gescheitert.</translation>
    </message>
    <message>
        <source>You predicted:</source>
        <translation>Vorhergesagt:</translation>
    </message>
    <message>
        <source>The runs have no figure for it.</source>
        <translation>Die Läufe haben keine Zahl dafür.</translation>
    </message>
    <message>
        <source>It came out:</source>
        <translation>Ergebnis:</translation>
    </message>
</context>
<context>
    <name>twin::LessonView</name>
    <message>
        <source>Lessons</source>
        <translation>Lektionen</translation>
    </message>
    <message>
        <source>Predict, run, look, explain: a question about a real machine, answered by running it on these views. A teacher can write lessons: they are text files.</source>
        <translation>Vorhersagen, rechnen, hinsehen, erklären: eine Frage zu einer echten Maschine, beantwortet durch eigene Läufe in diesen Ansichten. Lehrende können Lektionen schreiben: Es sind Textdateien.</translation>
    </message>
    <message>
        <source>Looking for lessons…</source>
        <translation>Lektionen werden gesucht…</translation>
    </message>
    <message>
        <source>Back to the open lesson</source>
        <translation>Zurück zur offenen Lektion</translation>
    </message>
    <message>
        <source>‹ All lessons</source>
        <translation>‹ Alle Lektionen</translation>
    </message>
    <message>
        <source>Save the result sheet…</source>
        <translation>Ergebnisblatt speichern…</translation>
    </message>
    <message>
        <source>Result sheet of the lesson</source>
        <translation>Ergebnisblatt der Lektion</translation>
    </message>
    <message>
        <source>No lessons were found. Looked for a folder scenarios/lessons beside the scenarios. The environment variable TWIN_LESSONS can name another folder.</source>
        <translation>Keine Lektionen gefunden. Gesucht wurde ein Ordner scenarios/lessons neben den Szenarien. Die Umgebungsvariable TWIN_LESSONS kann einen anderen Ordner nennen.</translation>
    </message>
</context>
<context>
    <name>twin::MainWindow</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Ctrl+I</source>
        <translation>Ctrl+I</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open run…</source>
        <translation>&amp;Lauf öffnen…</translation>
    </message>
    <message>
        <source>&amp;Compare with…</source>
        <translation>&amp;Vergleichen mit…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O</translation>
    </message>
    <message>
        <source>S&amp;wap A and B</source>
        <translation>A und B &amp;tauschen</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Close &amp;B</source>
        <translation>B s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Save this view as…</source>
        <translation>Ansicht &amp;speichern unter…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>Show the &amp;whole run</source>
        <translation>&amp;Ganzen Lauf zeigen</translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation>Ctrl+0</translation>
    </message>
    <message>
        <source>&amp;Clear the selection</source>
        <translation>Auswahl auf&amp;heben</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>Zum An&amp;fang</translation>
    </message>
    <message>
        <source>Ctrl+Home</source>
        <translation>Ctrl+Home</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>Schritt &amp;vor</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>A&amp;bspielen</translation>
    </message>
    <message>
        <source>&amp;Fast</source>
        <translation>&amp;Schnell</translation>
    </message>
    <message>
        <source>&amp;Express to the end</source>
        <translation>E&amp;xpress bis zum Ende</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Until…</source>
        <translation>Bis z&amp;u…</translation>
    </message>
    <message>
        <source>Run until</source>
        <translation>Abspielen bis</translation>
    </message>
    <message>
        <source>Hours after the run&apos;s start:</source>
        <translation>Stunden nach Beginn des Laufs:</translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation>Abspieltempo</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>%1, %2 after the start</source>
        <translation>%1, %2 nach dem Beginn</translation>
    </message>
    <message>
        <source>Compare with a run</source>
        <translation>Mit einem Lauf vergleichen</translation>
    </message>
    <message>
        <source>Open a run</source>
        <translation>Lauf öffnen</translation>
    </message>
    <message>
        <source>Runs (*.sqlite);;All files (*)</source>
        <translation>Läufe (*.sqlite);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>Ansicht speichern</translation>
    </message>
    <message>
        <source>Pictures (*.png);;Drawings (*.svg);;Documents (*.pdf);;Figures (*.csv)</source>
        <translation>Bilder (*.png);;Zeichnungen (*.svg);;Dokumente (*.pdf);;Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>against %1</source>
        <translation>gegen %1</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>&amp;Inspektor</translation>
    </message>
    <message>
        <source>&amp;Player&apos;s buttons</source>
        <translation>Knöpfe zum &amp;Abspielen</translation>
    </message>
    <message>
        <source>&amp;Event buttons</source>
        <translation>Knöpfe für &amp;Ereignisse</translation>
    </message>
    <message>
        <source>Report as &amp;HTML…</source>
        <translation>Bericht als &amp;HTML…</translation>
    </message>
    <message>
        <source>Report as &amp;PDF…</source>
        <translation>Bericht als &amp;PDF…</translation>
    </message>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>Dokumente (*.pdf)</translation>
    </message>
    <message>
        <source>Pages (*.html)</source>
        <translation>Seiten (*.html)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
</context>
<context>
    <name>twin::MapCanvas</name>
    <message>
        <source>Map of the machine</source>
        <translation>Karte der Maschine</translation>
    </message>
    <message>
        <source>Arrow keys choose a node, enter zooms to what is chosen, J chooses the node&apos;s job, plus and minus zoom, home shows all.</source>
        <translation>Pfeiltasten wählen einen Knoten, die Eingabetaste zoomt auf das Gewählte, J wählt den Job des Knotens, Plus und Minus zoomen, Pos1 zeigt alles.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>Choose the &amp;job that runs here</source>
        <translation>&amp;Job wählen, der hier läuft</translation>
    </message>
    <message>
        <source>Choose &amp;node %1</source>
        <translation>&amp;Knoten %1 wählen</translation>
    </message>
    <message>
        <source>Choose &amp;rack %1</source>
        <translation>&amp;Rack %1 wählen</translation>
    </message>
    <message>
        <source>Choose &amp;group: %1</source>
        <translation>&amp;Gruppe wählen: %1</translation>
    </message>
    <message>
        <source>&amp;Zoom to it</source>
        <translation>Darauf &amp;zoomen</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>&amp;Alles zeigen</translation>
    </message>
</context>
<context>
    <name>twin::MapLegend</name>
    <message>
        <source>Legend of the map</source>
        <translation>Legende der Karte</translation>
    </message>
    <message>
        <source>%1 or later</source>
        <translation>%1 oder später</translation>
    </message>
    <message>
        <source>a colour each job</source>
        <translation>eine Farbe je Job</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>belegt</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>außer Betrieb</translation>
    </message>
</context>
<context>
    <name>twin::MapView</name>
    <message>
        <source>Colour by</source>
        <translation>Farbe nach</translation>
    </message>
    <message>
        <source>&amp;Colour by</source>
        <translation>Farbe &amp;nach</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Show run A</source>
        <translation>Lauf A zeigen</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Show run B</source>
        <translation>Lauf B zeigen</translation>
    </message>
    <message>
        <source>Zoom out (minus)</source>
        <translation>Verkleinern (Minus)</translation>
    </message>
    <message>
        <source>Zoom in (plus)</source>
        <translation>Vergrößern (Plus)</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Show the whole machine (home)</source>
        <translation>Die ganze Maschine zeigen (Pos1)</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show the racks as a table instead of the map</source>
        <translation>Die Racks als Tabelle statt der Karte zeigen</translation>
    </message>
    <message>
        <source>Racks at the play head</source>
        <translation>Racks an der Abspielmarke</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see its machine.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um seine Maschine zu sehen.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>This run&apos;s file holds no racks, so there is nothing to draw.</source>
        <translation>Die Datei dieses Laufs enthält keine Racks, es gibt also nichts zu zeichnen.</translation>
    </message>
    <message>
        <source>%1 (not recorded)</source>
        <translation>%1 (nicht aufgezeichnet)</translation>
    </message>
</context>
<context>
    <name>twin::NextPage</name>
    <message>
        <source>Try next</source>
        <translation>Als Nächstes ausprobieren</translation>
    </message>
    <message>
        <source>Start &amp;again with other settings</source>
        <translation>Noch einmal mit &amp;anderen Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Open the scenario</source>
        <translation>Das Szenario ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Your result sheet</source>
        <translation>Ergebnisblatt</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Save the result &amp;sheet…</source>
        <translation>&amp;Ergebnisblatt speichern…</translation>
    </message>
    <message>
        <source>As HTML, PDF or CSV: predictions, figures, answers, and what a teacher needs to run it again.</source>
        <translation>Als HTML, PDF oder CSV: Vorhersagen, Zahlen, Antworten und was Lehrende zum Nachrechnen brauchen.</translation>
    </message>
    <message>
        <source>%1 of %2 quiz items right.</source>
        <translation>%1 von %2 Quizfragen richtig.</translation>
    </message>
</context>
<context>
    <name>twin::Notice</name>
    <message>
        <source>What is to be told</source>
        <translation>Was zu sagen ist</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>twin::Player</name>
    <message>
        <source>Stopped at the time that was asked for.</source>
        <translation>Am gewünschten Zeitpunkt angehalten.</translation>
    </message>
    <message>
        <source>No event comes after this time.</source>
        <translation>Nach diesem Zeitpunkt kommt kein Ereignis.</translation>
    </message>
    <message>
        <source>No limit is reached for the first time after this.</source>
        <translation>Danach wird keine Grenze zum ersten Mal erreicht.</translation>
    </message>
    <message>
        <source>No job is chosen: choose one in the queue, the Gantt chart or the map.</source>
        <translation>Kein Job ist gewählt: einen in der Warteschlange, im Gantt-Diagramm oder auf der Karte wählen.</translation>
    </message>
    <message>
        <source>The job neither starts nor ends after this time.</source>
        <translation>Nach diesem Zeitpunkt startet und endet der Job nicht.</translation>
    </message>
    <message>
        <source>Stopped at a stopping point.</source>
        <translation>An einem Haltepunkt angehalten.</translation>
    </message>
    <message>
        <source>The time that was asked for has gone by.</source>
        <translation>Der gewünschte Zeitpunkt ist schon vorbei.</translation>
    </message>
</context>
<context>
    <name>twin::PredictPage</name>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Rechnen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Ab&amp;brechen</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Run the lesson&apos;s runs</source>
        <translation>Die Läufe der Lektion rechnen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
</context>
<context>
    <name>twin::ProblemTable</name>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>twin::QuestionForm</name>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
</context>
<context>
    <name>twin::QueueStrip</name>
    <message>
        <source>Waiting jobs and nodes over time</source>
        <translation>Wartende Jobs und Knoten über der Zeit</translation>
    </message>
    <message>
        <source>Left and right move the play head by a hundredth of what is visible, page up and page down by a tenth, plus and minus zoom. The view Series has the figures.</source>
        <translation>Links und rechts bewegen die Abspielmarke um ein Hundertstel des Sichtbaren, Bild auf und Bild ab um ein Zehntel, Plus und Minus zoomen. Die Ansicht Zeitreihen hat die Zahlen.</translation>
    </message>
    <message>
        <source>waiting jobs: %1</source>
        <translation>wartende Jobs: %1</translation>
    </message>
    <message>
        <source>nodes that they ask for: %1</source>
        <translation>von ihnen geforderte Knoten: %1</translation>
    </message>
    <message>
        <source>free nodes: %1</source>
        <translation>freie Knoten: %1</translation>
    </message>
    <message>
        <source>dashed: B, %1</source>
        <translation>gestrichelt: B, %1</translation>
    </message>
</context>
<context>
    <name>twin::QueueView</name>
    <message>
        <source>%1  ×</source>
        <translation>%1  ×</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
    </message>
    <message>
        <source>Remove the filter %1</source>
        <translation>Den Filter %1 entfernen</translation>
    </message>
    <message>
        <source>Size class</source>
        <translation>Größenklasse</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 Knoten</translation>
    </message>
    <message>
        <source>Cause of waiting</source>
        <translation>Grund des Wartens</translation>
    </message>
    <message>
        <source>State at the run&apos;s end</source>
        <translation>Zustand am Ende des Laufs</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>Auf %1</translation>
    </message>
    <message>
        <source>On the chosen rack or group (choose one in another view)</source>
        <translation>Auf dem gewählten Rack oder der Gruppe (in einer anderen Ansicht wählen)</translation>
    </message>
    <message>
        <source>1 job</source>
        <translation>1 Job</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Up and down choose a job in all views. A heading sorts by its column.</source>
        <translation>Auf und ab wählen einen Job in allen Ansichten. Eine Überschrift sortiert nach ihrer Spalte.</translation>
    </message>
    <message>
        <source>What the table shows, at the play head</source>
        <translation>Was die Tabelle zeigt, an der Abspielmarke</translation>
    </message>
    <message>
        <source>Find a job by its name or number</source>
        <translation>Job nach Name oder Nummer suchen</translation>
    </message>
    <message>
        <source>Part of a job&apos;s name or number</source>
        <translation>Teil des Namens oder der Nummer eines Jobs</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Show only jobs of a size, a cause of waiting, an end or a place</source>
        <translation>Nur Jobs einer Größe, eines Wartegrunds, eines Endes oder eines Orts zeigen</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see who waited, and why.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um zu sehen, wer wartete, und warum.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>No job has ended yet. The file holds a job from its end on.</source>
        <translation>Noch kein Job ist beendet. Die Datei enthält einen Job ab seinem Ende.</translation>
    </message>
    <message>
        <source>This run has no jobs.</source>
        <translation>Dieser Lauf hat keine Jobs.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>At %1, no job waits; %2 are free.</source>
        <translation>Am %1 wartet kein Job; %2 sind frei.</translation>
    </message>
    <message>
        <source>At %1, %2 waits for %3; %4 are free.</source>
        <translation>Am %1 wartet %2 auf %3; %4 sind frei.</translation>
    </message>
    <message>
        <source>At %1, %2 wait for %3; %4 are free.</source>
        <translation>Am %1 warten %2 auf %3; %4 sind frei.</translation>
    </message>
    <message>
        <source>The longest, %1, has waited %2: %3.</source>
        <translation>Am längsten, seit %2, wartet %1: %3.</translation>
    </message>
    <message>
        <source>In B %1 waits for %2.</source>
        <translation>In B wartet %1 auf %2.</translation>
    </message>
    <message>
        <source>In B %1 wait for %2.</source>
        <translation>In B warten %1 auf %2.</translation>
    </message>
    <message>
        <source>The table is empty at this time: choose another set of jobs, or move the play head.</source>
        <translation>Die Tabelle ist zu dieser Zeit leer: Wählen Sie andere Jobs, oder bewegen Sie die Abspielmarke.</translation>
    </message>
    <message>
        <source>No job passes the filters at this time: remove one, or choose another set of jobs.</source>
        <translation>Kein Job passt zu dieser Zeit zu den Filtern: Entfernen Sie einen, oder wählen Sie andere Jobs.</translation>
    </message>
    <message>
        <source>The run goes on: its file holds a job from its end on, so those that wait or run now are missing until then.</source>
        <translation>Der Lauf ist im Gange: Seine Datei enthält einen Job ab seinem Ende; wer jetzt wartet oder läuft, fehlt bis dahin.</translation>
    </message>
    <message>
        <source>The run does not simulate the site&apos;s energy, so nothing is known of the jobs&apos; energy, cost and carbon.</source>
        <translation>Der Lauf simuliert die Energie des Standorts nicht; Energie, Kosten und CO2 der Jobs sind daher nicht bekannt.</translation>
    </message>
    <message>
        <source>Starts are estimated for runs that have come to their end: the file of this one does not hold all that wait.</source>
        <translation>Starts werden für Läufe geschätzt, die zu Ende gekommen sind: Die Datei von diesem enthält nicht alle, die warten.</translation>
    </message>
    <message>
        <source>Estimated starts: no job has ended yet, so all are taken to run as long as their wall times allow.</source>
        <translation>Geschätzte Starts: Noch kein Job ist zu Ende, daher gilt, dass alle so lange laufen, wie sie dürfen.</translation>
    </message>
    <message>
        <source>Estimated starts: from the queue&apos;s order, the nodes in service and wall times, of which the %1 that have ended ran %2 on average (likely) or may run all (latest).</source>
        <translation>Geschätzte Starts: aus der Reihenfolge der Warteschlange, den Knoten in Betrieb und den angeforderten Laufzeiten, von denen die %1, die zu Ende sind, im Mittel %2 liefen (wahrscheinlich) und die ganz laufen dürfen (spätestens).</translation>
    </message>
    <message>
        <source>The power cap, which may delay them further, is not counted.</source>
        <translation>Die Leistungsgrenze, die sie weiter verzögern kann, zählt nicht mit.</translation>
    </message>
    <message>
        <source>Those that ask for more nodes than are in service have no estimate.</source>
        <translation>Wer mehr Knoten verlangt, als in Betrieb sind, hat keine Schätzung.</translation>
    </message>
    <message>
        <source>Only the first %1 of the queue have one.</source>
        <translation>Nur die ersten %1 der Warteschlange haben eine.</translation>
    </message>
    <message>
        <source>What the recorded run did: of %1 that it started, %2 between likely and latest, %3 earlier, %4 later; half of them within %5 of likely.</source>
        <translation>Was der aufgezeichnete Lauf tat: Von %1, die er startete, %2 zwischen wahrscheinlich und spätestens, %3 früher, %4 später; die Hälfte um höchstens %5 neben wahrscheinlich.</translation>
    </message>
    <message>
        <source>B has ended, %1.</source>
        <translation>B ist zu Ende, %1.</translation>
    </message>
</context>
<context>
    <name>twin::QuizPage</name>
    <message>
        <source>Question %1</source>
        <translation>Frage %1</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check the answer to question %1</source>
        <translation>Die Antwort auf Frage %1 prüfen</translation>
    </message>
    <message>
        <source>Verdict on question %1</source>
        <translation>Urteil zu Frage %1</translation>
    </message>
    <message>
        <source>✓ Right</source>
        <translation>✓ Richtig</translation>
    </message>
    <message>
        <source>✗ Not quite</source>
        <translation>✗ Nicht ganz</translation>
    </message>
    <message>
        <source>The answer:</source>
        <translation>Die Antwort:</translation>
    </message>
    <message>
        <source>%1 of %2 right.</source>
        <translation>%1 von %2 richtig.</translation>
    </message>
</context>
<context>
    <name>twin::RecentList</name>
    <message>
        <source>Take it off the list?</source>
        <translation>Von der Liste nehmen?</translation>
    </message>
    <message>
        <source>%1

It only leaves this list; the file is not touched:
%2</source>
        <translation>%1

Er verlässt nur diese Liste; die Datei bleibt unberührt:
%2</translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation>Letzte Läufe</translation>
    </message>
    <message>
        <source>Enter opens a run, Delete takes it off the list.</source>
        <translation>Eingabe öffnet einen Lauf, Entf nimmt ihn von der Liste.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
</context>
<context>
    <name>twin::RecentTable</name>
    <message>
        <source>gone: the file is no longer there</source>
        <translation>fort: die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>stopped early</source>
        <translation>vorzeitig beendet</translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>twin::ReportWriter</name>
    <message>
        <source>A report is being written; try again when it is done.</source>
        <translation>Ein Bericht wird gerade geschrieben; danach noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1: expected a name that ends in .html or .pdf.</source>
        <translation>%1: Erwartet wird ein Name, der auf .html oder .pdf endet.</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>%1 wird geschrieben…</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>twin::RevealPage</name>
    <message>
        <source>Your prediction</source>
        <translation>Die Vorhersage</translation>
    </message>
    <message>
        <source>What the views show</source>
        <translation>Was die Ansichten zeigen</translation>
    </message>
    <message>
        <source>%1. %2 (shown)</source>
        <translation>%1. %2 (zu sehen)</translation>
    </message>
    <message>
        <source>%1. Show me: %2</source>
        <translation>%1. Zeigen: %2</translation>
    </message>
</context>
<context>
    <name>twin::RunControl</name>
    <message>
        <source>The scenario is still being checked.</source>
        <translation>Das Szenario wird noch geprüft.</translation>
    </message>
    <message numerus="yes">
        <source>The scenario has %n problem(s).</source>
        <translation>
            <numerusform>Das Szenario hat %n Problem.</numerusform>
            <numerusform>Das Szenario hat %n Probleme.</numerusform>
        </translation>
    </message>
    <message>
        <source>The scenario of this run, %1, is not where it was, or has changed since.</source>
        <translation>Das Szenario dieses Laufs, %1, ist nicht mehr an seinem Ort oder seitdem geändert.</translation>
    </message>
    <message>
        <source>%1, with %2 %3</source>
        <translation>%1, mit %2 %3</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Running %1.</source>
        <translation>%1 wird gerechnet.</translation>
    </message>
    <message>
        <source>The run is finished: %1</source>
        <translation>Der Lauf ist beendet: %1</translation>
    </message>
    <message>
        <source>The run was cancelled; what it had simulated is kept.</source>
        <translation>Der Lauf wurde abgebrochen; was er simuliert hat, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>Der Lauf ist gescheitert.</translation>
    </message>
    <message>
        <source>The scenario has changed since A was run: B may differ from A before the event, too.</source>
        <translation>Das Szenario hat sich seit dem Lauf A geändert: B kann auch vor dem Ereignis von A abweichen.</translation>
    </message>
    <message>
        <source>The run is finished, but not as the scenario expects:</source>
        <translation>Der Lauf ist beendet, aber nicht, wie es das Szenario erwartet:</translation>
    </message>
    <message>
        <source>%1 was removed while the run was written to it: what is shown is all that is left of it.</source>
        <translation>%1 wurde entfernt, während der Lauf hineingeschrieben wurde: Was zu sehen ist, ist alles, was davon übrig ist.</translation>
    </message>
    <message>
        <source>The run ended before it had written anything.</source>
        <translation>Der Lauf endete, bevor er etwas geschrieben hatte.</translation>
    </message>
</context>
<context>
    <name>twin::RunJobs</name>
    <message>
        <source>job %1</source>
        <translation>Job %1</translation>
    </message>
</context>
<context>
    <name>twin::RunProcess</name>
    <message>
        <source>Cannot start %1: %2</source>
        <translation>%1 lässt sich nicht starten: %2</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly (signal %1). What it had simulated is in %2.</source>
        <translation>Die Rechnung endete unerwartet (Signal %1). Was sie simuliert hat, steht in %2.</translation>
    </message>
    <message>
        <source>The engine, twin, is not beside this program and not in the search path.</source>
        <translation>Der Simulator, twin, liegt weder neben diesem Programm noch im Suchpfad.</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly (signal %1), before it had simulated anything.</source>
        <translation>Der Simulator endete unerwartet (Signal %1), bevor er etwas simuliert hatte.</translation>
    </message>
</context>
<context>
    <name>twin::SankeyCanvas</name>
    <message>
        <source>Energy flow</source>
        <translation>Energiefluss</translation>
    </message>
    <message>
        <source>From the sources on the left to the heat on the right. Arrow keys go from node to node; the table holds the same figures.</source>
        <translation>Von den Quellen links zur Wärme rechts. Pfeiltasten gehen von Balken zu Balken; die Tabelle enthält dieselben Zahlen.</translation>
    </message>
    <message>
        <source>B: same</source>
        <translation>B: gleich</translation>
    </message>
    <message>
        <source>B: %1</source>
        <translation>B: %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2, %3 of what comes in</source>
        <translation>%1: %2, %3 des Zuflusses</translation>
    </message>
    <message>
        <source>; run B %1</source>
        <translation>; Lauf B %1</translation>
    </message>
    <message>
        <source>
from %1</source>
        <translation>
von %1</translation>
    </message>
    <message>
        <source>
to %1</source>
        <translation>
nach %1</translation>
    </message>
</context>
<context>
    <name>twin::SankeyView</name>
    <message>
        <source>Balance</source>
        <translation>Bilanz</translation>
    </message>
    <message>
        <source>Point at a band or a bar, or use the arrow keys, to see where its flow comes from and goes to.</source>
        <translation>Zeigen Sie auf ein Band oder einen Balken, oder nutzen Sie die Pfeiltasten, um zu sehen, woher sein Fluss kommt und wohin er geht.</translation>
    </message>
    <message>
        <source>Unit of the flows</source>
        <translation>Einheit der Flüsse</translation>
    </message>
    <message>
        <source>Power (MW)</source>
        <translation>Leistung (MW)</translation>
    </message>
    <message>
        <source>Money (EUR/h)</source>
        <translation>Geld (EUR/h)</translation>
    </message>
    <message>
        <source>Carbon (kg CO2/h, life-cycle)</source>
        <translation>CO2 (kg CO2/h, Lebenszyklus)</translation>
    </message>
    <message>
        <source>Money: at what is paid by the kWh in that hour. Carbon: at the grid&apos;s life-cycle intensity in that hour.</source>
        <translation>Geld: zum Preis je kWh in dieser Stunde. CO2: nach der Lebenszyklus-Intensität des Netzes in dieser Stunde.</translation>
    </message>
    <message>
        <source>At the &amp;play head</source>
        <translation>An der Abspiel&amp;marke</translation>
    </message>
    <message>
        <source>&amp;Mean over the visible range</source>
        <translation>M&amp;ittel über das Sichtbare</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show the same figures as a table.</source>
        <translation>Dieselben Zahlen als Tabelle zeigen.</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see where its electricity goes.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um zu sehen, wohin sein Strom fließt.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>This run knows no power: its site is a flat pool of nodes. A site with racks and parts has an energy flow.</source>
        <translation>Dieser Lauf kennt keine Leistung: Sein Standort ist ein einfacher Pool von Knoten. Ein Standort mit Racks und Bauteilen hat einen Energiefluss.</translation>
    </message>
    <message>
        <source>Energy flow as a table</source>
        <translation>Energiefluss als Tabelle</translation>
    </message>
    <message>
        <source>Mean from %1 to %2</source>
        <translation>Mittel von %1 bis %2</translation>
    </message>
    <message>
        <source>. This run simulates neither supply nor cooling: the flow ends at the racks.</source>
        <translation>. Dieser Lauf simuliert weder Versorgung noch Kühlung: Der Fluss endet an den Racks.</translation>
    </message>
    <message>
        <source>. This run does not simulate cooling: where the heat goes is not known.</source>
        <translation>. Dieser Lauf simuliert keine Kühlung: Wohin die Wärme geht, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>  –  B: change of %1 against A; dashed: its bars</source>
        <translation>  –  B: Änderung von %1 gegen A; gestrichelt: seine Balken</translation>
    </message>
</context>
<context>
    <name>twin::ScenarioCard</name>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Cannot be read: %1</source>
        <translation>Nicht lesbar: %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>What it simulates, and how long that takes here.</source>
        <translation>Was es simuliert und wie lange das hier dauert.</translation>
    </message>
    <message>
        <source>%1. %2 %3. Enter opens it, Ctrl+Enter runs it.</source>
        <translation>%1. %2 %3. Eingabe öffnet es, Strg+Eingabe startet es.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>%1 starten</translation>
    </message>
</context>
<context>
    <name>twin::ScenarioDocument</name>
    <message>
        <source>Cannot read %1: %2</source>
        <translation>%1 lässt sich nicht lesen: %2</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Set %1 to %2</source>
        <translation>%1 auf %2 setzen</translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation>%1 herausnehmen</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Text ändern</translation>
    </message>
    <message>
        <source>unsaved.toml</source>
        <translation>ungespeichert.toml</translation>
    </message>
    <message>
        <source>Add to %1</source>
        <translation>Zu %1 hinzufügen</translation>
    </message>
    <message>
        <source>Take out %1 %2</source>
        <translation>%1 %2 herausnehmen</translation>
    </message>
</context>
<context>
    <name>twin::ScenarioMenu</name>
    <message>
        <source>&amp;Scenario</source>
        <translation>&amp;Szenario</translation>
    </message>
    <message>
        <source>&amp;Open scenario…</source>
        <translation>Szenario ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+O</source>
        <translation>Ctrl+Alt+O</translation>
    </message>
    <message>
        <source>&amp;New on top of one…</source>
        <translation>&amp;Neu auf Grundlage von…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation>Ctrl+Shift+S</translation>
    </message>
    <message>
        <source>Undo:</source>
        <translation>Rückgängig:</translation>
    </message>
    <message>
        <source>Redo:</source>
        <translation>Wiederholen:</translation>
    </message>
    <message>
        <source>&amp;Run the scenario</source>
        <translation>Szenario &amp;rechnen</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>&amp;Cancel the run</source>
        <translation>Rechnung &amp;abbrechen</translation>
    </message>
    <message>
        <source>Ctrl+.</source>
        <translation>Ctrl+.</translation>
    </message>
    <message>
        <source>&amp;Fork at the play head…</source>
        <translation>An der Abspielmarke &amp;verzweigen…</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>%1 events/s, %2 jobs ended</source>
        <translation>%1 Ereignisse/s, %2 Jobs beendet</translation>
    </message>
    <message>
        <source>Open a scenario</source>
        <translation>Szenario öffnen</translation>
    </message>
    <message>
        <source>Scenarios (*.toml);;All files (*)</source>
        <translation>Szenarien (*.toml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Opened %1.</source>
        <translation>%1 geöffnet.</translation>
    </message>
    <message>
        <source>The scenario that it builds on</source>
        <translation>Das Szenario, auf dem es aufbaut</translation>
    </message>
    <message>
        <source>A change of %1</source>
        <translation>Eine Änderung von %1</translation>
    </message>
    <message>
        <source>Save the scenario</source>
        <translation>Szenario speichern</translation>
    </message>
    <message>
        <source>Scenarios (*.toml)</source>
        <translation>Szenarien (*.toml)</translation>
    </message>
    <message>
        <source>The scenario has changed</source>
        <translation>Das Szenario ist geändert</translation>
    </message>
    <message>
        <source>Save the changes of %1 before it is closed?</source>
        <translation>Die Änderungen an %1 vor dem Schließen speichern?</translation>
    </message>
    <message>
        <source>the new scenario</source>
        <translation>dem neuen Szenario</translation>
    </message>
</context>
<context>
    <name>twin::ScenarioView</name>
    <message>
        <source>Keys of the scenario</source>
        <translation>Schlüssel des Szenarios</translation>
    </message>
    <message>
        <source>Problems of the scenario</source>
        <translation>Probleme des Szenarios</translation>
    </message>
    <message>
        <source>As it was opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>History of edits</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
    <message>
        <source>History (a click goes back or forth)</source>
        <translation>Verlauf (ein Klick geht zurück oder vor)</translation>
    </message>
    <message>
        <source>No scenario is open. Open one to change it and run it.</source>
        <translation>Kein Szenario ist geöffnet. Öffnen Sie eines, um es zu ändern und zu rechnen.</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s): it cannot be run</source>
        <translation>
            <numerusform>%n Problem: Es kann nicht gerechnet werden</numerusform>
            <numerusform>%n Probleme: Es kann nicht gerechnet werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Sound. %1</source>
        <translation>In Ordnung. %1</translation>
    </message>
    <message>
        <source>Sound: it can be run.</source>
        <translation>In Ordnung: Es kann gerechnet werden.</translation>
    </message>
    <message>
        <source>Choose a key to read what it means.</source>
        <translation>Einen Schlüssel wählen, um zu lesen, was er bedeutet.</translation>
    </message>
    <message>
        <source>Add: %1</source>
        <translation>Hinzufügen: %1</translation>
    </message>
    <message>
        <source>Adds one to the scenario, to be changed in the form.</source>
        <translation>Fügt dem Szenario eines hinzu, das im Formular geändert wird.</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Takes out the event or job whose row is chosen.</source>
        <translation>Nimmt das Ereignis oder den Job heraus, dessen Zeile gewählt ist.</translation>
    </message>
    <message>
        <source>Take out: %1 %2</source>
        <translation>Herausnehmen: %1 %2</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Adds an event or a job to the scenario, to be changed in the form.</source>
        <translation>Fügt dem Szenario ein Ereignis oder einen Job hinzu, im Formular zu ändern.</translation>
    </message>
</context>
<context>
    <name>twin::SeriesList</name>
    <message>
        <source>Recorded series</source>
        <translation>Aufgezeichnete Zeitreihen</translation>
    </message>
    <message>
        <source>Space shows a series or hides it. The menu key offers the plots to put it into, delete takes it away, control with up and down moves its plot.</source>
        <translation>Die Leertaste zeigt eine Zeitreihe oder verbirgt sie. Die Menütaste bietet die Diagramme an, in die sie kann, Entfernen nimmt sie weg, Strg mit Hoch und Runter verschiebt ihr Diagramm.</translation>
    </message>
    <message>
        <source>Tick a series to draw it, or drag it onto a plot or between two.</source>
        <translation>Eine Zeitreihe ankreuzen, um sie zu zeichnen, oder auf ein Diagramm oder zwischen zwei ziehen.</translation>
    </message>
</context>
<context>
    <name>twin::SeriesPlot</name>
    <message>
        <source>Plot of %1</source>
        <translation>Diagramm von %1</translation>
    </message>
    <message>
        <source> (B: %1)</source>
        <translation> (B: %1)</translation>
    </message>
</context>
<context>
    <name>twin::SeriesView</name>
    <message>
        <source>Plots of series over time</source>
        <translation>Diagramme der Zeitreihen</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see what it recorded over time.</source>
        <translation>Kein Lauf ist geöffnet. Öffnen Sie einen, um zu sehen, was er über der Zeit aufgezeichnet hat.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>No series is shown: tick one in the list, or drag it here.</source>
        <translation>Keine Zeitreihe wird gezeigt: eine in der Liste ankreuzen oder hierher ziehen.</translation>
    </message>
    <message>
        <source>This run does not record %1.</source>
        <translation>Dieser Lauf zeichnet %1 nicht auf.</translation>
    </message>
    <message>
        <source>Put into plot &amp;%1: %2</source>
        <translation>In Diagramm &amp;%1: %2</translation>
    </message>
    <message>
        <source>Put into a &amp;new plot</source>
        <translation>In ein &amp;neues Diagramm</translation>
    </message>
    <message>
        <source>Its plot &amp;up</source>
        <translation>Sein Diagramm nach &amp;oben</translation>
    </message>
    <message>
        <source>Its plot &amp;down</source>
        <translation>Sein Diagramm nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Earlier in its plot</source>
        <translation>&amp;Früher im Diagramm</translation>
    </message>
    <message>
        <source>&amp;Later in its plot</source>
        <translation>&amp;Später im Diagramm</translation>
    </message>
    <message>
        <source>&amp;Take away</source>
        <translation>&amp;Wegnehmen</translation>
    </message>
</context>
<context>
    <name>twin::SettingTree</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Herkunft</translation>
    </message>
</context>
<context>
    <name>twin::SetupPage</name>
    <message>
        <source>What is run</source>
        <translation>Was läuft</translation>
    </message>
    <message>
        <source>What you may change</source>
        <translation>Was sich ändern lässt</translation>
    </message>
    <message>
        <source>What stays as it is</source>
        <translation>Was bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Set for these runs. &quot;Start again&quot; on the last page frees it.</source>
        <translation>Für diese Läufe festgelegt. „Noch einmal“ auf der letzten Seite löst es.</translation>
    </message>
    <message>
        <source>The scenario `%1`, and what else it says, is the same for all.</source>
        <translation>Das Szenario `%1`, und was es sonst sagt, ist für alle gleich.</translation>
    </message>
</context>
<context>
    <name>twin::Sparkline</name>
    <message>
        <source>Click to move the play head.</source>
        <translation>Ein Klick setzt die Abspielmarke.</translation>
    </message>
    <message>
        <source>Plot of %1</source>
        <translation>Diagramm von %1</translation>
    </message>
    <message>
        <source>Left and right move the play head.</source>
        <translation>Links und rechts bewegen die Abspielmarke.</translation>
    </message>
    <message>
        <source>%1, B behind A</source>
        <translation>%1, B hinter A</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>twin::StopPoints</name>
    <message>
        <source>Stopped at an event: %1 %2 (%3).</source>
        <translation>An einem Ereignis angehalten: %1 %2 (%3).</translation>
    </message>
    <message>
        <source>Stopped where a limit is reached: %1.</source>
        <translation>Angehalten, wo eine Grenze erreicht wird: %1.</translation>
    </message>
    <message>
        <source>Stopped where a limit is not kept: %1 (%2).</source>
        <translation>Angehalten, wo eine Grenze nicht eingehalten wird: %1 (%2).</translation>
    </message>
    <message>
        <source>Stopped where the job starts.</source>
        <translation>Angehalten, wo der Job startet.</translation>
    </message>
    <message>
        <source>Stopped where the job ends.</source>
        <translation>Angehalten, wo der Job endet.</translation>
    </message>
    <message>
        <source>Stopped where the job loses its nodes.</source>
        <translation>Angehalten, wo der Job seine Knoten verliert.</translation>
    </message>
</context>
<context>
    <name>twin::StoryPage</name>
    <message>
        <source>Afterwards you can</source>
        <translation>Lernziele</translation>
    </message>
</context>
<context>
    <name>twin::TextEditor</name>
    <message>
        <source>Text of the scenario</source>
        <translation>Text des Szenarios</translation>
    </message>
</context>
<context>
    <name>twin::TimeBar</name>
    <message>
        <source>Time bar</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Left and right move the play head by a hundredth of what is visible, page up and page down by a tenth, plus and minus zoom.</source>
        <translation>Links und rechts bewegen die Abspielmarke um ein Hundertstel des Sichtbaren, Bild auf und Bild ab um ein Zehntel, Plus und Minus zoomen.</translation>
    </message>
    <message>
        <source>No run is open.</source>
        <translation>Kein Lauf ist geöffnet.</translation>
    </message>
    <message>
        <source>%1: %2 %3 (%4)</source>
        <translation>%1: %2 %3 (%4)</translation>
    </message>
    <message>
        <source>The menu key or the right button offers a stopping point, where playing stops.</source>
        <translation>Die Menütaste oder die rechte Maustaste bietet einen Haltepunkt an, an dem das Abspielen anhält.</translation>
    </message>
    <message>
        <source>Stopping points: %1.</source>
        <translation>Haltepunkte: %1.</translation>
    </message>
    <message>
        <source>&amp;Remove the stopping point at %1</source>
        <translation>Den Haltepunkt um %1 &amp;entfernen</translation>
    </message>
    <message>
        <source>&amp;Stop playing at %1</source>
        <translation>Abspielen um %1 an&amp;halten</translation>
    </message>
    <message>
        <source>Remove &amp;all stopping points</source>
        <translation>&amp;Alle Haltepunkte entfernen</translation>
    </message>
    <message>
        <source>Playing stops here: %1</source>
        <translation>Hier hält das Abspielen an: %1</translation>
    </message>
</context>
<context>
    <name>twin::TopologyCanvas</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>All links of %1 to the others</source>
        <translation>Alle Verbindungen von %1 zu den anderen</translation>
    </message>
    <message>
        <source>Links between %1 and %2</source>
        <translation>Verbindungen zwischen %1 und %2</translation>
    </message>
    <message>
        <source>Reading from the storage</source>
        <translation>Lesen vom Speichersystem</translation>
    </message>
    <message>
        <source>Writing to the storage</source>
        <translation>Schreiben ins Speichersystem</translation>
    </message>
    <message>
        <source>%1: %2 of %3 each way (%4)</source>
        <translation>%1: %2 von %3 je Richtung (%4)</translation>
    </message>
    <message>
        <source>; jobs do not share them under this routing</source>
        <translation>; Jobs teilen sie bei dieser Wegewahl nicht</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>Jobs that send there: %1</source>
        <translation>Jobs, die dort senden: %1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>The network did not slow it.</source>
        <translation>Das Netz hat ihn nicht gebremst.</translation>
    </message>
    <message>
        <source>It ran %1 longer because of how its nodes lie.</source>
        <translation>Er lief %1 länger, weil seine Knoten so liegen.</translation>
    </message>
    <message>
        <source>It ran %1 less because of how its nodes lie.</source>
        <translation>Er lief %1 kürzer, weil seine Knoten so liegen.</translation>
    </message>
    <message>
        <source>It ran %1 longer because others used its links.</source>
        <translation>Er lief %1 länger, weil andere seine Verbindungen nutzten.</translation>
    </message>
    <message>
        <source>Storage, read %1</source>
        <translation>Speichersystem, gelesen %1</translation>
    </message>
    <message>
        <source>written %1</source>
        <translation>geschrieben %1</translation>
    </message>
    <message>
        <source>job %1</source>
        <translation>Job %1</translation>
    </message>
    <message>
        <source>%1 (%2 nodes)</source>
        <translation>%1 (%2 Knoten)</translation>
    </message>
    <message>
        <source>Chosen: %1, %2 nodes: %3.</source>
        <translation>Gewählt: %1, %2 Knoten: %3.</translation>
    </message>
    <message>
        <source>Dashed rings: the groups of %1.</source>
        <translation>Gestrichelte Ringe: die Gruppen von %1.</translation>
    </message>
    <message>
        <source>Most of it, %1, beside %2.</source>
        <translation>Das meiste davon, %1, neben %2.</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>group %1, the storage&apos;s</source>
        <translation>Gruppe %1, die des Speichers</translation>
    </message>
    <message>
        <source>Links from %1 to %2</source>
        <translation>Verbindungen von %1 zu %2</translation>
    </message>
    <message>
        <source>%1: %2 of %3 (%4)</source>
        <translation>%1: %2 von %3 (%4)</translation>
    </message>
    <message>
        <source>storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Groups of the network on a ring and the links between them. Left and right go from group to group, up and down through a group&apos;s links, Enter shows what is inside a group, J chooses the largest job there, X goes to the next place where cables or switches are lost; the table holds the same figures.</source>
        <translation>Gruppen des Netzes auf einem Ring und die Verbindungen zwischen ihnen. Links und rechts gehen von Gruppe zu Gruppe, hoch und runter durch die Verbindungen einer Gruppe, die Eingabetaste zeigt, was in einer Gruppe ist, J wählt dort den größten Job, X geht zur nächsten Stelle, an der Kabel oder Switches ausgefallen sind; die Tabelle enthält dieselben Zahlen.</translation>
    </message>
    <message>
        <source>; at worst %1 of its bandwidth left: %2</source>
        <translation>; schlimmstenfalls %1 der Bandbreite übrig: %2</translation>
    </message>
    <message>
        <source>; %1 of its bandwidth left: %2</source>
        <translation>; %1 der Bandbreite übrig: %2</translation>
    </message>
    <message>
        <source>%1 of %2 spine switches left in %3</source>
        <translation>%1 von %2 Spine-Switches übrig in %3</translation>
    </message>
    <message>
        <source>%1 of %2 cables left between %3 and %4</source>
        <translation>%1 von %2 Kabeln übrig zwischen %3 und %4</translation>
    </message>
    <message>
        <source>Lost, at worst: %1.</source>
        <translation>Ausgefallen, schlimmstenfalls: %1.</translation>
    </message>
    <message>
        <source>Lost: %1.</source>
        <translation>Ausgefallen: %1.</translation>
    </message>
    <message>
        <source>It ran %1 longer because the storage gave no more.</source>
        <translation>Er lief %1 länger, weil der Speicher nicht mehr hergab.</translation>
    </message>
    <message>
        <source>It ran %1 longer because links were lost.</source>
        <translation>Er lief %1 länger, weil Verbindungen fehlten.</translation>
    </message>
</context>
<context>
    <name>twin::TopologyView</name>
    <message>
        <source>Links of the network</source>
        <translation>Verbindungen des Netzes</translation>
    </message>
    <message>
        <source>Jobs that the network slowed</source>
        <translation>Jobs, die das Netz bremste</translation>
    </message>
    <message>
        <source>The chosen job</source>
        <translation>Der gewählte Job</translation>
    </message>
    <message>
        <source>At the &amp;play head</source>
        <translation>An der Abspiel&amp;marke</translation>
    </message>
    <message>
        <source>&amp;Mean over the visible range</source>
        <translation>M&amp;ittel über das Sichtbare</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Ring</translation>
    </message>
    <message>
        <source>Show the groups on a ring</source>
        <translation>Die Gruppen auf einem Ring zeigen</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Show the links as a table</source>
        <translation>Die Verbindungen als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Slowed jobs</source>
        <translation>Gebremste Jobs</translation>
    </message>
    <message>
        <source>Show which jobs the network slowed, and who did</source>
        <translation>Zeigen, welche Jobs das Netz bremste und wer es war</translation>
    </message>
    <message>
        <source>No run is open. Open a run&apos;s file to see what its network carried.</source>
        <translation>Kein Lauf ist offen. Die Datei eines Laufs öffnen, um zu sehen, was sein Netz trug.</translation>
    </message>
    <message>
        <source>The run&apos;s file is being read.</source>
        <translation>Die Datei des Laufs wird gelesen.</translation>
    </message>
    <message>
        <source>This run does not simulate its network: the site&apos;s is not known, or the scenario says network.sharing = false.</source>
        <translation>Dieser Lauf simuliert sein Netz nicht: Das des Standorts ist nicht bekannt, oder das Szenario sagt network.sharing = false.</translation>
    </message>
    <message>
        <source>The network of this run&apos;s site is one group: no links lie between groups.</source>
        <translation>Das Netz des Standorts dieses Laufs ist eine einzige Gruppe: Zwischen Gruppen liegen keine Verbindungen.</translation>
    </message>
    <message>
        <source>Mean from %1 to %2</source>
        <translation>Mittel von %1 bis %2</translation>
    </message>
    <message>
        <source>%1  –  width and colour of a link: its load; arc around a group: load of all its links</source>
        <translation>%1  –  Breite und Farbe einer Verbindung: ihre Last; Bogen um eine Gruppe: Last aller ihrer Verbindungen</translation>
    </message>
    <message>
        <source>No job is chosen.</source>
        <translation>Kein Job ist gewählt.</translation>
    </message>
    <message>
        <source>Point at a group or a link, or use the arrow keys, to see what flows there and whose it is. A click on a group shows what is inside, one on a link chooses its largest job.</source>
        <translation>Auf eine Gruppe oder eine Verbindung zeigen oder die Pfeiltasten nutzen, um zu sehen, was dort fließt und wem es gehört. Ein Klick auf eine Gruppe zeigt, was in ihr ist, einer auf eine Verbindung wählt deren größten Job.</translation>
    </message>
    <message>
        <source>Switches and cables as the catalogue describes this network; the run records what a group exchanges with the others, not what flows between its own switches.</source>
        <translation>Switches und Kabel, wie der Katalog dieses Netz beschreibt; der Lauf zeichnet auf, was eine Gruppe mit den anderen austauscht, nicht, was zwischen ihren eigenen Switches fließt.</translation>
    </message>
    <message>
        <source>Jobs in the group</source>
        <translation>Jobs in der Gruppe</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Alle Gruppen</translation>
    </message>
    <message>
        <source>Back to all groups on a ring (Backspace)</source>
        <translation>Zurück zu allen Gruppen auf einem Ring (Rücktaste)</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Davor</translation>
    </message>
    <message>
        <source>The group before (Page up)</source>
        <translation>Die Gruppe davor (Bild auf)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The next group (Page down)</source>
        <translation>Die nächste Gruppe (Bild ab)</translation>
    </message>
    <message>
        <source>Point at a switch or a node, or use the arrow keys; a click on a node chooses its job.</source>
        <translation>Auf einen Switch oder einen Knoten zeigen oder die Pfeiltasten nutzen; ein Klick auf einen Knoten wählt seinen Job.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Show the switches and nodes of one group</source>
        <translation>Switches und Knoten einer Gruppe zeigen</translation>
    </message>
    <message>
        <source>%1  –  %2</source>
        <translation>%1  –  %2</translation>
    </message>
    <message>
        <source>Lost cables and switches</source>
        <translation>Ausgefallene Kabel und Switches</translation>
    </message>
</context>
<context>
    <name>twin::TrainingProcess</name>
    <message>
        <source>The engine, twin, is not beside this program and not in the search path.</source>
        <translation>Der Simulator, twin, liegt weder neben diesem Programm noch im Suchpfad.</translation>
    </message>
    <message>
        <source>Cannot start %1: %2</source>
        <translation>%1 lässt sich nicht starten: %2</translation>
    </message>
    <message>
        <source>The engine, twin, ended without an answer.</source>
        <translation>Der Simulator, twin, endete ohne Antwort.</translation>
    </message>
</context>
<context>
    <name>twin::TrainingView</name>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Mac&amp;hine</source>
        <translation>Masc&amp;hine</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>&amp;GPUs</source>
        <translation>&amp;GPUs</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPUs</translation>
    </message>
    <message>
        <source>&amp;Sequence, tokens</source>
        <translation>&amp;Sequenz, Token</translation>
    </message>
    <message>
        <source>Sequence, tokens</source>
        <translation>Sequenz, Token</translation>
    </message>
    <message>
        <source>&amp;Batch, sequences</source>
        <translation>Sta&amp;pel, Sequenzen</translation>
    </message>
    <message>
        <source>Batch, sequences</source>
        <translation>Stapel, Sequenzen</translation>
    </message>
    <message>
        <source>P&amp;recision</source>
        <translation>Gena&amp;uigkeit</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>&amp;Tokens in all</source>
        <translation>&amp;Token insgesamt</translation>
    </message>
    <message>
        <source>Tokens in all</source>
        <translation>Token insgesamt</translation>
    </message>
    <message>
        <source>Cap on a GP&amp;U</source>
        <translation>&amp;Deckel je GPU</translation>
    </message>
    <message>
        <source>Cap on a GPU</source>
        <translation>Deckel je GPU</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>T&amp;ensor</source>
        <translation>T&amp;ensor</translation>
    </message>
    <message>
        <source>Tensor parallelism</source>
        <translation>Tensorparallelität</translation>
    </message>
    <message>
        <source>&amp;Context</source>
        <translation>&amp;Kontext</translation>
    </message>
    <message>
        <source>Context parallelism</source>
        <translation>Kontextparallelität</translation>
    </message>
    <message>
        <source>Pipe&amp;line</source>
        <translation>Pipe&amp;line</translation>
    </message>
    <message>
        <source>Pipeline stages</source>
        <translation>Pipelinestufen</translation>
    </message>
    <message>
        <source>E&amp;xpert</source>
        <translation>E&amp;xperten</translation>
    </message>
    <message>
        <source>Expert parallelism</source>
        <translation>Expertenparallelität</translation>
    </message>
    <message>
        <source>Chun&amp;ks a stage</source>
        <translation>A&amp;bschnitte je Stufe</translation>
    </message>
    <message>
        <source>Chunks a stage</source>
        <translation>Abschnitte je Stufe</translation>
    </message>
    <message>
        <source>M&amp;icro batch</source>
        <translation>M&amp;ikrostapel</translation>
    </message>
    <message>
        <source>Micro batch, sequences</source>
        <translation>Mikrostapel, Sequenzen</translation>
    </message>
    <message>
        <source>Copies of the model</source>
        <translation>Kopien des Modells</translation>
    </message>
    <message>
        <source>Recomputation</source>
        <translation>Erneutes Rechnen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>selective</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>full</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>Recomp&amp;ute</source>
        <translation>Erneut re&amp;chnen</translation>
    </message>
    <message>
        <source>What the copies divide</source>
        <translation>Was die Kopien teilen</translation>
    </message>
    <message>
        <source>optimiser states</source>
        <translation>Zustände des Optimierers</translation>
    </message>
    <message>
        <source>and gradients</source>
        <translation>und Gradienten</translation>
    </message>
    <message>
        <source>and weights</source>
        <translation>und Gewichte</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Copies &amp;divide</source>
        <translation>K&amp;opien teilen</translation>
    </message>
    <message>
        <source>&amp;Find the fastest plan</source>
        <translation>Den schnellsten Plan &amp;finden</translation>
    </message>
    <message>
        <source>Try all plans that divide these GPUs and fit into their memory.</source>
        <translation>Alle Pläne versuchen, die diese GPUs aufteilen und in ihren Speicher passen.</translation>
    </message>
    <message>
        <source>The same on the command line.</source>
        <translation>Dasselbe auf der Befehlszeile.</translation>
    </message>
    <message>
        <source>What the training takes</source>
        <translation>Was das Training braucht</translation>
    </message>
    <message>
        <source>The fastest plans</source>
        <translation>Die schnellsten Pläne</translation>
    </message>
    <message>
        <source>The catalogue is being read.</source>
        <translation>Der Katalog wird gelesen.</translation>
    </message>
    <message>
        <source>not a whole number</source>
        <translation>keine ganze Zahl</translation>
    </message>
    <message>
        <source>The fastest of %1 plans that fit; %2 do not fit.</source>
        <translation>Der schnellste von %1 Plänen, die passen; %2 passen nicht.</translation>
    </message>
    <message>
        <source>The others lose most by: %1.</source>
        <translation>Die anderen verlieren am meisten durch: %1.</translation>
    </message>
    <message>
        <source>Ways to divide the GPUs that are not possible: %1.</source>
        <translation>Aufteilungen der GPUs, die nicht möglich sind: %1.</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; on %2 GPUs of %3: a step of %4 takes %5</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; auf %2 GPUs von %3: Ein Schritt von %4 dauert %5</translation>
    </message>
    <message>
        <source>%1 sequences of %2 tokens</source>
        <translation>%1 Sequenzen zu %2 Token</translation>
    </message>
    <message>
        <source>This cannot be trained:</source>
        <translation>So lässt sich nicht trainieren:</translation>
    </message>
    <message>
        <source>One step, %1</source>
        <translation>Ein Schritt, %1</translation>
    </message>
    <message>
        <source>Memory of the fullest GPU, %1</source>
        <translation>Speicher der vollsten GPU, %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Add to the scenario as a &amp;job</source>
        <translation>Als &amp;Job ins Szenario übernehmen</translation>
    </message>
    <message>
        <source>Adds a job that trains this, by this plan, to the scenario that is open.</source>
        <translation>Fügt dem offenen Szenario einen Job hinzu, der dies nach diesem Plan trainiert.</translation>
    </message>
    <message>
        <source>The scenario has the job now: its page shows it.</source>
        <translation>Das Szenario hat den Job jetzt: Seine Seite zeigt ihn.</translation>
    </message>
</context>
<context>
    <name>twin::WelcomeView</name>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Simulated time [s]</source>
        <translation>Simulierte Zeit [s]</translation>
    </message>
    <message>
        <source>Expected run time</source>
        <translation>Erwartete Rechenzeit</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Worum es geht</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Simulate an AI datacentre from its jobs to its grid connection, and see what happened, why, and what it costs.</source>
        <translation>Ein KI-Rechenzentrum von den Jobs bis zum Netzanschluss simulieren und sehen, was geschah, warum und was es kostet.</translation>
    </message>
    <message>
        <source>Start with a scenario</source>
        <translation>Mit einem Szenario beginnen</translation>
    </message>
    <message>
        <source>Looking for scenarios…</source>
        <translation>Szenarien werden gesucht…</translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation>Letzte Läufe</translation>
    </message>
    <message>
        <source>None yet. A run that you start or open is listed here, with when it was written and how it ended.</source>
        <translation>Noch keine. Ein Lauf, den Sie starten oder öffnen, steht dann hier, mit seiner Zeit und seinem Ende.</translation>
    </message>
    <message>
        <source>What can I do here?</source>
        <translation>Was kann ich hier tun?</translation>
    </message>
    <message>
        <source>No scenarios were found. Looked for a folder scenarios/examples in and above %1. The environment variable TWIN_SCENARIOS can name another folder.</source>
        <translation>Keine Szenarien gefunden. Gesucht wurde ein Ordner scenarios/examples in und über %1. Die Umgebungsvariable TWIN_SCENARIOS kann einen anderen Ordner nennen.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>There is no scenario (*.toml) in %1.</source>
        <translation>In %1 liegt kein Szenario (*.toml).</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>Lektionen</translation>
    </message>
</context>
</TS>
