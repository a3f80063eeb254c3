<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>twin</name>
    <message numerus="yes">
        <source>%n spine switch(es)</source>
        <translation>
            <numerusform>%n spine switch</numerusform>
            <numerusform>%n spine switches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cable(s)</source>
        <translation>
            <numerusform>%n cable</numerusform>
            <numerusform>%n cables</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twin::BillView</name>
    <message numerus="yes">
        <source>%n limit(s) not kept; click to go there</source>
        <translation>
            <numerusform>%n limit not kept; click to go there</numerusform>
            <numerusform>%n limits not kept; click to go there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twin::CompareView</name>
    <message numerus="yes">
        <source>%n set differently</source>
        <translation>
            <numerusform>%n set differently</numerusform>
            <numerusform>%n set differently</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twin::GroupCanvas</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n leaf switch(es)</source>
        <translation>
            <numerusform>%n leaf switch</numerusform>
            <numerusform>%n leaf switches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spine switch(es)</source>
        <translation>
            <numerusform>%n spine switch</numerusform>
            <numerusform>%n spine switches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n cable(s) out of the group, %1</source>
        <translation>
            <numerusform>; %n cable out of the group, %1</numerusform>
            <numerusform>; %n cables out of the group, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twin::RunControl</name>
    <message numerus="yes">
        <source>The scenario has %n problem(s).</source>
        <translation>
            <numerusform>The scenario has %n problem.</numerusform>
            <numerusform>The scenario has %n problems.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>twin::ScenarioView</name>
    <message numerus="yes">
        <source>%n problem(s): it cannot be run</source>
        <translation>
            <numerusform>%n problem: it cannot be run</numerusform>
            <numerusform>%n problems: it cannot be run</numerusform>
        </translation>
    </message>
</context>
</TS>
