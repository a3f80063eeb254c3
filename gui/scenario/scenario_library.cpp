#include "gui/scenario/scenario_library.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "gui/look/translate.h"
#include "models/units/unit_text.h"
#include "sim/scenario/text_tree.h"

namespace twin {
namespace {

constexpr double day_s = 86400;
constexpr int deepest_base = 8;  // a chain of bases that goes round ends here

QString text_of(const TextNode& table, const char* key) {
    const TextEntry* const entry = table.find(key);
    return entry == nullptr ? QString() : QString::fromStdString(entry->value.text);
}

double seconds_of(const QString& text) {
    const auto value = parse_quantity(
        (text.startsWith(u'+') ? text.mid(1) : text).trimmed().toStdString(), Dimension::duration);
    return std::holds_alternative<double>(value) ? std::get<double>(value) : 0;
}

// The tree of a file on top of the files that it names as its base; a base that is missing is left
// to the check of the whole scenario.
TextNode tree_of(const QString& file, Problems& problems, QString& why, int depth = 0) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        why = in.errorString();
        return {};
    }
    TextNode root = parse_text(in.readAll().toStdString(), file.toStdString(), problems);
    const TextEntry* const base = root.find("base");
    if (base == nullptr || depth == deepest_base)
        return root;
    std::vector<std::string> names;
    if (base->value.kind == TextNode::Kind::string)
        names.push_back(base->value.text);
    for (const TextNode& item : base->value.items)
        names.push_back(item.text);
    // The last one named wins over those before it.
    std::reverse(names.begin(), names.end());
    for (const std::string& name : names) {
        Problems of_base;
        QString why_not;
        merge_under(root, tree_of(QFileInfo(file).dir().filePath(QString::fromStdString(name)),
                                  of_base, why_not, depth + 1));
    }
    return root;
}

Study study_of_event(const TextNode& event) {
    struct Row {
        const char* key;
        Study study;
    };
    static constexpr Row rows[] = {{"heat_wave", Study::heat_wave}, {"lose_cooling", Study::outage},
                                   {"lose_links", Study::outage},   {"lose", Study::outage},
                                   {"drain", Study::outage},        {"shed", Study::power_cap}};
    for (const Row& row : rows)
        if (event.find(row.key) != nullptr)
            return row.study;
    return Study::plain;
}

void read_events(const TextNode& root, ScenarioBrief& brief) {
    const TextEntry* const list = root.find("event");
    if (list == nullptr)
        return;
    for (const TextNode& item : list->value.items) {
        const QString at = text_of(item, "at");
        if (!at.startsWith(u'+'))
            continue;  // an instant of the calendar: the picture shows times after the start
        const double from = seconds_of(at);
        brief.events.push_back(
            {study_of_event(item), from, from + seconds_of(text_of(item, "for"))});
    }
}

Study study_of(const ScenarioBrief& brief) {
    const auto has = [&](Study study) {
        return std::any_of(brief.events.begin(), brief.events.end(),
                           [study](const ScenarioEvent& event) { return event.study == study; });
    };
    if (has(Study::heat_wave))
        return Study::heat_wave;
    if (!brief.cap.isEmpty())
        return Study::power_cap;
    if (has(Study::outage))
        return Study::outage;
    return brief.horizon_s >= 300 * day_s ? Study::year : Study::plain;
}

QString above(const QString& start) {
    for (QDir folder(start);;) {
        const QString candidate = folder.filePath(QStringLiteral("scenarios/examples"));
        if (QFileInfo(candidate).isDir())
            return QDir::cleanPath(candidate);
        if (!folder.cdUp())
            return {};
    }
}

}  // namespace

ScenarioLibrary find_library(const QString& named, const QStringList& starts) {
    ScenarioLibrary library;
    if (!named.isEmpty()) {
        library.looked_in += QDir::cleanPath(named);
        if (QFileInfo(named).isDir())
            library.folder = QDir(named).absolutePath();
        return library;
    }
    for (const QString& start : starts) {
        const QString clean = QDir::cleanPath(start);
        if (library.looked_in.contains(clean))
            continue;
        library.looked_in += clean;
        library.folder = above(clean);
        if (!library.folder.isEmpty())
            return library;
    }
    return library;
}

ScenarioLibrary find_library() {
    return find_library(qEnvironmentVariable("TWIN_SCENARIOS"),
                        {QCoreApplication::applicationDirPath(), QDir::currentPath()});
}

void read_briefs(ScenarioLibrary& library) {
    library.briefs.clear();
    if (library.folder.isEmpty())
        return;
    const QFileInfoList files =
        QDir(library.folder).entryInfoList({QStringLiteral("*.toml")}, QDir::Files, QDir::Name);
    for (const QFileInfo& file : files)
        // Files of parts are no scenarios.
        if (!file.fileName().endsWith(QStringLiteral(".parts.toml")))
            library.briefs.push_back(read_brief(file.absoluteFilePath()));
    const auto rank = [](const ScenarioBrief& brief) {
        return std::tuple(!brief.problem.isEmpty(), brief.horizon_s, int(brief.study));
    };
    std::stable_sort(
        library.briefs.begin(), library.briefs.end(),
        [&](const ScenarioBrief& a, const ScenarioBrief& b) { return rank(a) < rank(b); });
}

ScenarioBrief read_brief(const QString& file) {
    ScenarioBrief brief;
    brief.file = file;
    Problems problems;
    const TextNode root = tree_of(file, problems, brief.problem);
    if (!problems.empty())
        brief.problem = QString::fromStdString(problems.front().message);
    brief.title = text_of(root, "title");
    if (brief.title.isEmpty())
        brief.title = QFileInfo(file).completeBaseName();
    brief.sentence = first_sentence(text_of(root, "description"));
    if (const TextEntry* const time = root.find("time")) {
        brief.horizon_s = seconds_of(text_of(time->value, "horizon"));
        brief.start = QDate::fromString(text_of(time->value, "start").left(10), Qt::ISODate);
    }
    if (const TextEntry* const power = root.find("power"))
        for (const char* const key : {"gpu_cap", "cap"})
            if (power->value.find(key) != nullptr)
                brief.cap = text_of(power->value, key);
    read_events(root, brief);
    brief.study = study_of(brief);
    return brief;
}

QString first_sentence(const QString& text) {
    const QString clean = text.simplified();
    for (qsizetype at = 0; at < clean.size(); ++at) {
        const bool ends = QStringLiteral(".?!").contains(clean[at]);
        if (ends && (at + 1 == clean.size() || clean[at + 1] == u' '))
            return clean.left(at + 1);
    }
    return clean;
}

QString expected_run_time(double horizon_s) {
    if (horizon_s <= 0)
        return tr("until the last job ends");
    if (horizon_s <= 60 * day_s)
        return tr("about a second");
    if (horizon_s <= 150 * day_s)
        return tr("about ten seconds");
    if (horizon_s <= 500 * day_s)
        return tr("about half a minute");
    return tr("about some minutes");
}

QString length_in_words(double horizon_s) {
    if (horizon_s <= 0)
        return tr("to the last job");
    if (horizon_s < 2 * day_s)
        return tr("%1 hours").arg(std::lround(horizon_s / 3600));
    return tr("%1 days").arg(std::lround(horizon_s / day_s));
}

QString name_of(Study study) {
    switch (study) {
        case Study::power_cap:
            return tr("power cap");
        case Study::heat_wave:
            return tr("heat wave");
        case Study::outage:
            return tr("outage");
        case Study::year:
            return tr("whole year");
        case Study::plain:
            break;
    }
    return tr("as it is");
}

}  // namespace twin
