// gui/translations/*.ts: complete, with the placeholders of their sources, as many as gui/ has.
#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTranslator>
#include <QXmlStreamReader>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gui/look/result_texts.h"
#include "sim/results/kpis.h"
#include "sim/scenario/run_plan.h"

namespace twin {
namespace {

using testing::Contains;
using testing::IsEmpty;

struct Message {
    QString context, source;
    std::vector<QString> translations;  // two where a number decides
    bool is_finished = true, is_plural = false;
};

std::vector<Message> read_messages(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    QXmlStreamReader xml(&file);
    std::vector<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages.push_back(
                {context,
                 {},
                 {},
                 true,
                 xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes")});
        else if (xml.name() == QLatin1String("source"))
            messages.back().source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            messages.back().is_finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            if (!messages.back().is_plural)
                messages.back().translations = {xml.readElementText()};
        } else if (xml.name() == QLatin1String("numerusform"))
            messages.back().translations.push_back(xml.readElementText());
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return messages;
}

QString texts_of(const char* language) {
    return QStringLiteral(TWIN_SOURCE_DIR "/gui/translations/twin_%1.ts")
        .arg(QLatin1String(language));
}

std::multiset<QString> placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%(?:n|L?\\d+)"));
    std::multiset<QString> found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured());
    return found;
}

// "&File" has a key for the keyboard, "A && B" none.
bool has_mnemonic(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("(?<!&)&\\w"));
    return text.contains(pattern);
}

class Texts : public testing::TestWithParam<const char*> {};

TEST_P(Texts, AreComplete) {
    const std::vector<Message> messages = read_messages(texts_of(GetParam()));
    ASSERT_FALSE(messages.empty());
    for (const Message& message : messages) {
        SCOPED_TRACE((message.context + QStringLiteral(": ") + message.source).toStdString());
        EXPECT_TRUE(message.is_finished);
        // German and English know one and many.
        EXPECT_EQ(message.translations.size(), message.is_plural ? 2U : 1U);
        for (const QString& translation : message.translations)
            EXPECT_FALSE(translation.isEmpty());
    }
}

TEST_P(Texts, KeepPlaceholdersAndKeys) {
    for (const Message& message : read_messages(texts_of(GetParam()))) {
        SCOPED_TRACE((message.context + QStringLiteral(": ") + message.source).toStdString());
        for (const QString& translation : message.translations) {
            EXPECT_EQ(placeholders(translation), placeholders(message.source));
            EXPECT_EQ(has_mnemonic(translation), has_mnemonic(message.source));
            EXPECT_EQ(translation.endsWith(u'…'), message.source.endsWith(u'…'));
            EXPECT_EQ(translation.startsWith(u' '), message.source.startsWith(u' '));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Languages, Texts, testing::Values("de", "en"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST(TextsOfSources, AreAllInTheGermanFile) {
    const QString lupdate = QStringLiteral(TWIN_LUPDATE);
    if (lupdate.isEmpty() || !QFile::exists(lupdate))
        GTEST_SKIP() << "lupdate is not installed: nothing to compare with";
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("fresh_de.ts"));
    QProcess process;
    process.start(lupdate,
                  {QStringLiteral("-silent"), QStringLiteral("-locations"), QStringLiteral("none"),
                   QStringLiteral("-I"), QStringLiteral(TWIN_SOURCE_DIR),
                   QStringLiteral(TWIN_SOURCE_DIR "/gui"), QStringLiteral("-ts"), fresh});
    ASSERT_TRUE(process.waitForFinished(60000));
    ASSERT_EQ(process.exitCode(), 0) << process.readAllStandardError().toStdString();
    using Key = std::pair<QString, QString>;
    std::set<Key> known;
    for (const Message& message : read_messages(texts_of("de")))
        known.insert({message.context, message.source});
    const std::vector<Message> wanted = read_messages(fresh);
    EXPECT_GT(wanted.size(), 500U);
    std::vector<std::string> missing;
    for (const Message& message : wanted)
        if (!known.contains({message.context, message.source}))
            missing.push_back(
                (message.context + QStringLiteral(": ") + message.source).toStdString());
    EXPECT_THAT(missing, IsEmpty()) << "build update-texts and translate what is new";
}

// translate() must name the context under which lupdate files a text, or it is never found.
TEST(TextsOfSources, NameTheContextOfTheirTranslation) {
    std::set<QString> contexts;
    for (const Message& message : read_messages(texts_of("de")))
        contexts.insert(message.context);
    static const QRegularExpression call(QStringLiteral("translate\\(\"([^\"]+)\""));
    int calls = 0;
    for (QDirIterator file(QStringLiteral(TWIN_SOURCE_DIR "/gui"), {QStringLiteral("*.cpp")},
                           QDir::Files, QDirIterator::Subdirectories);
         file.hasNext();) {
        QFile source(file.next());
        ASSERT_TRUE(source.open(QIODevice::ReadOnly)) << source.fileName().toStdString();
        for (auto match = call.globalMatch(QString::fromUtf8(source.readAll())); match.hasNext();
             ++calls)
            EXPECT_THAT(contexts, Contains(match.next().captured(1)))
                << source.fileName().toStdString();
    }
    EXPECT_GT(calls, 20);
}

TEST(ResultTexts, HoldTitlesAndTopicsOfKpisAndEvents) {
    const auto texts = result_texts();
    const std::set<std::string> known(texts.begin(), texts.end());
    static const QRegularExpression size(QStringLiteral(" on \\S+ nodes$"));
    for (const KpiRow& row : kpi_table()) {
        QString title = QString::fromUtf8(row.title.data(), qsizetype(row.title.size()));
        title.replace(size, QStringLiteral(" on %1 nodes"));
        EXPECT_THAT(known, Contains(title.toStdString()));
        EXPECT_THAT(known, Contains(std::string(row.topic)));
    }
    for (const ChangeKindRow& row : change_kinds()) {
        EXPECT_THAT(known, Contains(std::string(row.name)));
        EXPECT_THAT(known, Contains(std::string(row.summary)));
    }
}

// Of one context, from a .ts file.
class Translations : public QTranslator {
  public:
    Translations(const char* language, const char* context) {
        for (const Message& message : read_messages(texts_of(language)))
            if (message.context == QLatin1String(context))
                texts_[message.source] = message.translations.front();
    }
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override {
        const auto found = texts_.find(QString::fromUtf8(source));
        return found == texts_.end() ? QString() : found->second;
    }

  private:
    std::map<QString, QString> texts_;
};

// As the engine words them: one and many, several things at once, what was hit, with a cause.
TEST(ResultTexts, TellOfEventsInGerman) {
    Translations german("de", "Results");
    QCoreApplication::installTranslator(&german);
    EXPECT_EQ(result_text("1 node down, 1 job requeued: GPU memory"),
              "1 Knoten aus, 1 Job neu eingereiht: GPU memory");
    EXPECT_EQ(result_text("48 nodes down, 3 jobs failed"), "48 Knoten aus, 3 Jobs gescheitert");
    EXPECT_EQ(result_text("1 node free again"), "1 Knoten wieder frei");
    EXPECT_EQ(result_text("8 of 16 cables left"), "8 von 16 Kabeln übrig");
    EXPECT_EQ(result_text("cables 1-2 8"), "8 Kabel 1-2");
    EXPECT_EQ(result_text("leaf switch of node jwb001-02"), "Leaf-Switch des Knotens jwb001-02");
    QCoreApplication::removeTranslator(&german);
}

TEST(ResultTexts, StayAsTheyAreWithoutATranslation) {
    EXPECT_EQ(result_text("Mean wait on 17-128 nodes"), "Mean wait on 17-128 nodes");
    EXPECT_EQ(result_text("a title of another version, 3.5 of 4; and more"),
              "a title of another version, 3.5 of 4; and more");
}

}  // namespace
}  // namespace twin
