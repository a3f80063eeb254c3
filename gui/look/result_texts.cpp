#include "gui/look/result_texts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

namespace twin {
namespace {

constexpr const char* texts[] = {
    // Topics and titles of KPIs.
    QT_TRANSLATE_NOOP("Results", "nodes"),
    QT_TRANSLATE_NOOP("Results", "jobs"),
    QT_TRANSLATE_NOOP("Results", "throughput"),
    QT_TRANSLATE_NOOP("Results", "IT power"),
    QT_TRANSLATE_NOOP("Results", "site power"),
    QT_TRANSLATE_NOOP("Results", "efficiency"),
    QT_TRANSLATE_NOOP("Results", "heat"),
    QT_TRANSLATE_NOOP("Results", "money"),
    QT_TRANSLATE_NOOP("Results", "carbon"),
    QT_TRANSLATE_NOOP("Results", "work"),
    QT_TRANSLATE_NOOP("Results", "waits"),
    QT_TRANSLATE_NOOP("Results", "Utilisation"),
    QT_TRANSLATE_NOOP("Results", "Offered load"),
    QT_TRANSLATE_NOOP("Results", "Stranded nodes"),
    QT_TRANSLATE_NOOP("Results", "Jobs submitted"),
    QT_TRANSLATE_NOOP("Results", "Jobs started"),
    QT_TRANSLATE_NOOP("Results", "Jobs ended"),
    QT_TRANSLATE_NOOP("Results", "Jobs completed"),
    QT_TRANSLATE_NOOP("Results", "Jobs killed at their limit"),
    QT_TRANSLATE_NOOP("Results", "Jobs failed"),
    QT_TRANSLATE_NOOP("Results", "Jobs running at the end"),
    QT_TRANSLATE_NOOP("Results", "Jobs waiting at the end"),
    QT_TRANSLATE_NOOP("Results", "Jobs backfilled"),
    QT_TRANSLATE_NOOP("Results", "Requeues"),
    QT_TRANSLATE_NOOP("Results", "Throughput, jobs"),
    QT_TRANSLATE_NOOP("Results", "Throughput, node-hours"),
    QT_TRANSLATE_NOOP("Results", "Makespan"),
    QT_TRANSLATE_NOOP("Results", "Mean bounded slowdown"),
    QT_TRANSLATE_NOOP("Results", "P95 bounded slowdown"),
    QT_TRANSLATE_NOOP("Results", "Mean turnaround"),
    QT_TRANSLATE_NOOP("Results", "IT power, mean"),
    QT_TRANSLATE_NOOP("Results", "IT power, P99"),
    QT_TRANSLATE_NOOP("Results", "IT power, peak"),
    QT_TRANSLATE_NOOP("Results", "Load factor"),
    QT_TRANSLATE_NOOP("Results", "IT energy"),
    QT_TRANSLATE_NOOP("Results", "IT energy per node-hour"),
    QT_TRANSLATE_NOOP("Results", "Site power, mean"),
    QT_TRANSLATE_NOOP("Results", "Site power, P99"),
    QT_TRANSLATE_NOOP("Results", "Site power, highest interval"),
    QT_TRANSLATE_NOOP("Results", "Site energy"),
    QT_TRANSLATE_NOOP("Results", "Energy from the grid"),
    QT_TRANSLATE_NOOP("Results", "Photovoltaics"),
    QT_TRANSLATE_NOOP("Results", "Battery, charged"),
    QT_TRANSLATE_NOOP("Results", "Battery, discharged"),
    QT_TRANSLATE_NOOP("Results", "Battery, lost"),
    QT_TRANSLATE_NOOP("Results", "Fed into the grid"),
    QT_TRANSLATE_NOOP("Results", "Headroom to the contract"),
    QT_TRANSLATE_NOOP("Results", "Stranded power"),
    QT_TRANSLATE_NOOP("Results", "Cooling energy"),
    QT_TRANSLATE_NOOP("Results", "Loss in nodes"),
    QT_TRANSLATE_NOOP("Results", "Loss in racks"),
    QT_TRANSLATE_NOOP("Results", "Loss in the supply"),
    QT_TRANSLATE_NOOP("Results", "PUE"),
    QT_TRANSLATE_NOOP("Results", "PUE, EnEfG"),
    QT_TRANSLATE_NOOP("Results", "iTUE"),
    QT_TRANSLATE_NOOP("Results", "TUE"),
    QT_TRANSLATE_NOOP("Results", "ERF"),
    QT_TRANSLATE_NOOP("Results", "ERE"),
    QT_TRANSLATE_NOOP("Results", "REF"),
    QT_TRANSLATE_NOOP("Results", "Water"),
    QT_TRANSLATE_NOOP("Results", "WUE"),
    QT_TRANSLATE_NOOP("Results", "CUE, direct"),
    QT_TRANSLATE_NOOP("Results", "CUE, life-cycle"),
    QT_TRANSLATE_NOOP("Results", "Rack water supply, mean"),
    QT_TRANSLATE_NOOP("Results", "Rack water supply, max"),
    QT_TRANSLATE_NOOP("Results", "Throttling, group-hours"),
    QT_TRANSLATE_NOOP("Results", "Heat offered, mean"),
    QT_TRANSLATE_NOOP("Results", "Heat offered in a year"),
    QT_TRANSLATE_NOOP("Results", "Temperature of the heat"),
    QT_TRANSLATE_NOOP("Results", "Heat reused"),
    QT_TRANSLATE_NOOP("Results", "Heat delivered"),
    QT_TRANSLATE_NOOP("Results", "Heat pump energy"),
    QT_TRANSLATE_NOOP("Results", "Cost of electricity"),
    QT_TRANSLATE_NOOP("Results", "Energy cost"),
    QT_TRANSLATE_NOOP("Results", "Demand charge"),
    QT_TRANSLATE_NOOP("Results", "Grid fee"),
    QT_TRANSLATE_NOOP("Results", "Levies"),
    QT_TRANSLATE_NOOP("Results", "Electricity tax"),
    QT_TRANSLATE_NOOP("Results", "Full-load hours a year"),
    QT_TRANSLATE_NOOP("Results", "Average price paid"),
    QT_TRANSLATE_NOOP("Results", "Market price, mean"),
    QT_TRANSLATE_NOOP("Results", "Price paid / market mean"),
    QT_TRANSLATE_NOOP("Results", "Price weighted / mean"),
    QT_TRANSLATE_NOOP("Results", "CO2, location, direct"),
    QT_TRANSLATE_NOOP("Results", "CO2, location, life-cycle"),
    QT_TRANSLATE_NOOP("Results", "CO2, market-based"),
    QT_TRANSLATE_NOOP("Results", "CO2, embodied"),
    QT_TRANSLATE_NOOP("Results", "CO2/kWh, direct"),
    QT_TRANSLATE_NOOP("Results", "CO2/kWh, life-cycle"),
    QT_TRANSLATE_NOOP("Results", "GPU-hours allocated"),
    QT_TRANSLATE_NOOP("Results", "Goodput"),
    QT_TRANSLATE_NOOP("Results", "GPU-hours lost to failures"),
    QT_TRANSLATE_NOOP("Results", "GPU-hours cut off at limits"),
    QT_TRANSLATE_NOOP("Results", "GPU-hours lost to slower clocks"),
    QT_TRANSLATE_NOOP("Results", "GPU-hours lost to the network"),
    QT_TRANSLATE_NOOP("Results", "MTBF, system"),
    QT_TRANSLATE_NOOP("Results", "Interruptions of jobs"),
    QT_TRANSLATE_NOOP("Results", "Effective time"),
    QT_TRANSLATE_NOOP("Results", "Checkpoint overhead"),
    QT_TRANSLATE_NOOP("Results", "network"),
    QT_TRANSLATE_NOOP("Results", "Link load, mean"),
    QT_TRANSLATE_NOOP("Results", "Link load, P99"),
    QT_TRANSLATE_NOOP("Results", "Slow-down from sharing"),
    QT_TRANSLATE_NOOP("Results", "Slow-down from placement"),
    QT_TRANSLATE_NOOP("Results", "Slow-down from lost links"),
    QT_TRANSLATE_NOOP("Results", "Slow-down from storage"),
    QT_TRANSLATE_NOOP("Results", "Storage read load"),
    QT_TRANSLATE_NOOP("Results", "Storage write load"),
    QT_TRANSLATE_NOOP("Results", "Restart overhead"),
    QT_TRANSLATE_NOOP("Results", "MTBF, jobs with checkpoints"),
    QT_TRANSLATE_NOOP("Results", "Young/Daly interval"),
    QT_TRANSLATE_NOOP("Results", "Site energy per GPU-hour"),
    QT_TRANSLATE_NOOP("Results", "Electricity cost per GPU-hour"),
    QT_TRANSLATE_NOOP("Results", "CO2 per GPU-hour"),
    QT_TRANSLATE_NOOP("Results", "Energy-delay product"),
    QT_TRANSLATE_NOOP("Results", "Mean wait"),
    QT_TRANSLATE_NOOP("Results", "P50 wait"),
    QT_TRANSLATE_NOOP("Results", "P95 wait"),
    QT_TRANSLATE_NOOP("Results", "Longest wait"),
    QT_TRANSLATE_NOOP("Results", "Mean wait on %1 nodes"),
    QT_TRANSLATE_NOOP("Results", "P50 wait on %1 nodes"),
    QT_TRANSLATE_NOOP("Results", "P95 wait on %1 nodes"),
    QT_TRANSLATE_NOOP("Results", "Longest wait on %1 nodes"),
    // Units that count something.
    QT_TRANSLATE_NOOP("Results", "jobs/d"),
    QT_TRANSLATE_NOOP("Results", "node-h/d"),
    QT_TRANSLATE_NOOP("Results", "group-h"),
    // The bill.
    QT_TRANSLATE_NOOP("Results", "energy at the market's price"),
    QT_TRANSLATE_NOOP("Results", "energy at the fixed price"),
    QT_TRANSLATE_NOOP("Results", "grid fee"),
    QT_TRANSLATE_NOOP("Results", "levies"),
    QT_TRANSLATE_NOOP("Results", "electricity tax"),
    QT_TRANSLATE_NOOP("Results", "demand charge"),
    QT_TRANSLATE_NOOP("Results", "fed into the grid"),
    QT_TRANSLATE_NOOP("Results", "total"),
    QT_TRANSLATE_NOOP("Results", "a year's charge on the highest quarter-hour"),
    QT_TRANSLATE_NOOP("Results", "%1 % of a year's charge on the highest quarter-hour"),
    // Limits, and what was the cause where one was not kept.
    QT_TRANSLATE_NOOP("Results", "rack power"),
    QT_TRANSLATE_NOOP("Results", "power cap"),
    QT_TRANSLATE_NOOP("Results", "grid contract"),
    QT_TRANSLATE_NOOP("Results", "rack water"),
    QT_TRANSLATE_NOOP("Results", "rack %1"),
    QT_TRANSLATE_NOOP("Results", "group %1"),
    QT_TRANSLATE_NOOP("Results", "cooling supply limit"),
    QT_TRANSLATE_NOOP("Results", "energy.contract"),
    QT_TRANSLATE_NOOP("Results", "the site drew more in a quarter-hour than its contract allows"),
    QT_TRANSLATE_NOOP("Results", "a part of the cooling plant is out of service"),
    QT_TRANSLATE_NOOP("Results", "the plant cannot hold its set point at this load"),
    QT_TRANSLATE_NOOP("Results", "outdoors %1 degC"),
    QT_TRANSLATE_NOOP("Results", "the racks concerned run their GPUs at the lowest clock"),
    // What laws ask.
    QT_TRANSLATE_NOOP("Results", "of the electricity by its balance"),
    QT_TRANSLATE_NOOP("Results", "yearly mean"),
    QT_TRANSLATE_NOOP("Results", "EnEfG section %1 (%2) no. %3"),
    // Events: kinds, what they are, what they did.
    QT_TRANSLATE_NOOP("Results", "lose"),
    QT_TRANSLATE_NOOP("Results", "drain"),
    QT_TRANSLATE_NOOP("Results", "restore"),
    QT_TRANSLATE_NOOP("Results", "set"),
    QT_TRANSLATE_NOOP("Results", "shed"),
    QT_TRANSLATE_NOOP("Results", "lose_cooling"),
    QT_TRANSLATE_NOOP("Results", "lose_links"),
    QT_TRANSLATE_NOOP("Results", "heat_wave"),
    QT_TRANSLATE_NOOP("Results", "price_spike"),
    QT_TRANSLATE_NOOP("Results", "trip"),
    QT_TRANSLATE_NOOP("Results", "trip over"),
    QT_TRANSLATE_NOOP("Results", "interrupt"),
    QT_TRANSLATE_NOOP("Results", "nodes fail; their jobs are lost"),
    QT_TRANSLATE_NOOP("Results", "nodes take no new job; their jobs run on"),
    QT_TRANSLATE_NOOP("Results", "lost or drained nodes come back"),
    QT_TRANSLATE_NOOP("Results", "a setting changes"),
    QT_TRANSLATE_NOOP("Results", "the site's IT power falls by a share"),
    QT_TRANSLATE_NOOP("Results", "CDUs or dry coolers fail"),
    QT_TRANSLATE_NOOP("Results", "cables between groups or spine switches fail"),
    QT_TRANSLATE_NOOP("Results", "it gets warmer outdoors"),
    QT_TRANSLATE_NOOP("Results", "the market's price rises"),
    QT_TRANSLATE_NOOP("Results", "%1 is over"),
    QT_TRANSLATE_NOOP("Results", "out of service"),
    QT_TRANSLATE_NOOP("Results", "back in service"),
    QT_TRANSLATE_NOOP("Results", "%1 of %2 cables left"),
    QT_TRANSLATE_NOOP("Results", "%1 of %2 cables left, bytes go around through third groups"),
    QT_TRANSLATE_NOOP("Results", "%1 of %2 spine switches left"),
    QT_TRANSLATE_NOOP("Results", "outdoors %1 K warmer than the weather file"),
    QT_TRANSLATE_NOOP("Results", "outdoors as the weather file says"),
    QT_TRANSLATE_NOOP("Results", "%1 node down"),
    QT_TRANSLATE_NOOP("Results", "%1 nodes down"),
    QT_TRANSLATE_NOOP("Results", "%1 job requeued"),
    QT_TRANSLATE_NOOP("Results", "%1 jobs requeued"),
    QT_TRANSLATE_NOOP("Results", "%1 job failed"),
    QT_TRANSLATE_NOOP("Results", "%1 jobs failed"),
    QT_TRANSLATE_NOOP("Results", "a job of %1 node requeued"),
    QT_TRANSLATE_NOOP("Results", "a job of %1 nodes requeued"),
    QT_TRANSLATE_NOOP("Results", "a job of %1 node failed"),
    QT_TRANSLATE_NOOP("Results", "a job of %1 nodes failed"),
    QT_TRANSLATE_NOOP("Results", "%1 node free again"),
    QT_TRANSLATE_NOOP("Results", "%1 nodes free again"),
    QT_TRANSLATE_NOOP("Results", "%1 free node drained at once"),
    QT_TRANSLATE_NOOP("Results", "%1 free nodes drained at once"),
    QT_TRANSLATE_NOOP("Results", "%1 node free, %2 before"),
    QT_TRANSLATE_NOOP("Results", "%1 nodes free, %2 before"),
    QT_TRANSLATE_NOOP("Results", "IT power %1 MW with %2 job running"),
    QT_TRANSLATE_NOOP("Results", "IT power %1 MW with %2 jobs running"),
    QT_TRANSLATE_NOOP("Results", "node %1"),
    QT_TRANSLATE_NOOP("Results", "leaf switch of node %1"),
    QT_TRANSLATE_NOOP("Results", "racks %1"),
    QT_TRANSLATE_NOOP("Results", "cable %1"),
    QT_TRANSLATE_NOOP("Results", "cables %1 %2"),
    QT_TRANSLATE_NOOP("Results", "tray %1"),
    QT_TRANSLATE_NOOP("Results", "spine %1"),
    QT_TRANSLATE_NOOP("Results", "spines %1 %2"),
    QT_TRANSLATE_NOOP("Results", "cable of groups %1 and %2"),
    QT_TRANSLATE_NOOP("Results", "spine switch of group %1"),
    QT_TRANSLATE_NOOP("Results", "groups %1 and %2"),
    QT_TRANSLATE_NOOP("Results", "group %1 to group %2"),
    QT_TRANSLATE_NOOP("Results", "IT power %1 MW, at most %2 MW from now on"),
    QT_TRANSLATE_NOOP("Results", "IT power %1 MW, no longer capped"),
    QT_TRANSLATE_NOOP("Results", "%1 EUR/MWh above the market's price"),
    QT_TRANSLATE_NOOP("Results", "the market's price again"),
};

QString translated(const QString& text) {
    return QCoreApplication::translate("Results", text.toUtf8().constData());
}

// A figure, or a span of them: "37.5", "17-128", ">2048"; not the 50 of "P50".
const QRegularExpression& figures() {
    static const QRegularExpression pattern(
        QStringLiteral("(?<![\\w.])>?\\d+(?:[.,]\\d+)*(?:-\\d+)?"));
    return pattern;
}

QString in_words(const QString& english) {
    const QString known = translated(english);
    if (known != english)
        return known;
    // Several sentences.
    if (const QStringList parts = english.split(QStringLiteral("; ")); parts.size() > 1) {
        QStringList said;
        for (const QString& part : parts)
            said += in_words(part);
        return said.join(QStringLiteral("; "));
    }
    if (const QString over = QStringLiteral(" is over"); english.endsWith(over))
        return translated(QStringLiteral("%1 is over")).arg(in_words(english.chopped(over.size())));
    // With a node's name, which has figures of its own.
    for (const QString& known_name :
         {QStringLiteral("node %1"), QStringLiteral("leaf switch of node %1")}) {
        const QString before = known_name.chopped(2);
        const QString name = english.mid(before.size());
        if (english.startsWith(before) && !name.isEmpty() && !name.contains(u' '))
            return translated(known_name).arg(name);
    }
    // With figures: the known text has %1, %2... in their places.
    QString pattern, rest = english;
    QStringList shown;
    for (auto found = figures().match(rest); found.hasMatch(); found = figures().match(rest)) {
        shown += found.captured();
        pattern += rest.left(found.capturedStart()) + u'%' + QString::number(shown.size());
        rest = rest.mid(found.capturedEnd());
    }
    pattern += rest;
    if (QString text = translated(pattern); !shown.isEmpty() && text != pattern) {
        for (QString& own : shown)
            text = text.arg(own.replace(u'.', QLocale().decimalPoint()));
        return text;
    }
    // What an event did, and its cause; several things that it did.
    for (const QString& between : {QStringLiteral(": "), QStringLiteral(", ")})
        if (const auto at = english.indexOf(between); at >= 0)
            return in_words(english.left(at)) + between +
                   in_words(english.mid(at + between.size()));
    return english;
}

}  // namespace

QString result_text(std::string_view english) {
    return in_words(QString::fromUtf8(english.data(), qsizetype(english.size())));
}

std::span<const char* const> result_texts() {
    return texts;
}

}  // namespace twin
