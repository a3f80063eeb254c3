#include "gui/scenario/scenario_document.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <gmock/gmock.h>
#include <unistd.h>

namespace twin {
namespace {

// Ten nodes, one job.
const QString sound = QStringLiteral(R"(title = "Zehn Knoten, für eine Stunde" # ä

[time]
start = "2024-01-01T00:00:00Z"
interval = "10 min"

[site]
part = "flat-pool"
nodes = 10

[scheduling]
policy = "easy"

[[job]]
name = "A"
submit = "+0 min"
nodes = 6
run_time = "100 min"
)");

class Document : public testing::Test {
  protected:
    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
    QString write(const char* name, const QString& text) const {
        QFile out(path(name));
        EXPECT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(text.toUtf8());
        return out.fileName();
    }
    static QString read(const QString& file) {
        QFile in(file);
        EXPECT_TRUE(in.open(QIODevice::ReadOnly));
        return QString::fromUtf8(in.readAll());
    }
    void open(const QString& text) {
        ASSERT_EQ(document_.open(write("s.toml", text)), QString());
        await_check();
    }
    void await_check() {
        ASSERT_TRUE(QTest::qWaitFor([this] { return !document_.is_checking(); }, 10000));
    }
    // Nobody may write there, not even root.
    QString no_folder() const { return write("file", {}) + QStringLiteral("/s.toml"); }

    QTemporaryDir folder_;
    ScenarioDocument document_;
};

TEST_F(Document, OpensAndChecks) {
    EXPECT_FALSE(document_.is_open());
    open(sound);
    EXPECT_EQ(document_.text(), sound);
    EXPECT_EQ(document_.file(), path("s.toml"));
    EXPECT_FALSE(document_.is_modified());
    ASSERT_TRUE(document_.checked());
    EXPECT_TRUE(document_.checked()->problems.empty());
    EXPECT_FALSE(document_.checked()->settings.empty());
}

TEST_F(Document, ItemsComeAndGoAndComeBack) {
    open(sound);
    document_.add_item("job");
    await_check();
    EXPECT_TRUE(document_.checked()->problems.empty());
    EXPECT_TRUE(document_.text().endsWith(QStringLiteral("run_time = \"1 h\"\n")));
    const QString two = document_.text();
    document_.remove_item({"job", 0});
    await_check();
    EXPECT_TRUE(document_.checked()->problems.empty());
    EXPECT_FALSE(document_.text().contains(QStringLiteral("\"A\"")));
    document_.undo_stack().undo();
    EXPECT_EQ(document_.text(), two);
    document_.undo_stack().undo();
    EXPECT_EQ(document_.text(), sound);
}

// Keys that may be set are those of each job, not of their list.
TEST_F(Document, OffersTheKeysOfItems) {
    open(sound);
    std::vector<std::string> of_jobs;
    for (const ScenarioSetting& setting : document_.checked()->settings)
        if (setting.path.starts_with("job."))
            of_jobs.push_back(setting.path);
    EXPECT_THAT(of_jobs, testing::Each(testing::StartsWith("job.0.")));
    EXPECT_THAT(of_jobs, testing::Contains("job.0.gpu_utilisation"));
}

// Also those of sections that it lacks; of lists of tables and of what it could expect none.
TEST_F(Document, OffersTheKeysOfAbsentSections) {
    open(sound);
    std::vector<std::string> offered;
    for (const ScenarioSetting& setting : document_.checked()->settings)
        if (setting.origin.empty())
            offered.push_back(setting.path);
    using testing::Contains;
    using testing::StartsWith;
    for (const char* const key :
         {"failures.set", "network.storage", "job.0.training.model", "job.0.training.plan.tensor",
          "job.0.training.lora.rank", "job.0.checkpoints.interval", "job.0.code.name"})
        EXPECT_THAT(offered, Contains(key));
    EXPECT_THAT(offered, testing::Not(Contains(StartsWith("failures.causes"))));
    EXPECT_THAT(offered, testing::Not(Contains(StartsWith("expect"))));
    EXPECT_EQ(help_for("job.0.training.plan.sharding").choices.size(), 4U);
    document_.set_value(QStringLiteral("failures.node_mtbf"), QStringLiteral("1 a"));
    await_check();
    EXPECT_TRUE(document_.text().endsWith(QStringLiteral("[failures]\nnode_mtbf = \"1 a\"\n")));
}

// Each thing that can be added is at first as it could be run, but where the site is too small.
TEST_F(Document, WhatIsAddedIsWellFormed) {
    for (const ListRow& row : list_table()) {
        open(sound);
        document_.add_item(row.name);
        await_check();
        ASSERT_TRUE(document_.checked());
        for (const Problem& problem : document_.checked()->problems)
            EXPECT_THAT(problem.text(), testing::Not(testing::HasSubstr("unknown"))) << row.name;
        EXPECT_NE(document_.text(), sound) << row.name;
    }
}

TEST_F(Document, AValueThatIsRubbedOutIsTakenOut) {
    open(sound);
    document_.remove_value(QStringLiteral("time.interval"));
    QString without = sound;
    EXPECT_EQ(document_.text(), without.remove(QStringLiteral("interval = \"10 min\"\n")));
    document_.undo_stack().undo();
    EXPECT_EQ(document_.text(), sound);
}

TEST_F(Document, SaysWhyItCannotOpen) {
    open(sound);
    const QString problem = document_.open(path("none.toml"));
    EXPECT_THAT(problem.toStdString(), testing::HasSubstr("none.toml"));
    EXPECT_EQ(document_.text(), sound);  // nothing has changed
    EXPECT_EQ(document_.file(), path("s.toml"));
}

TEST_F(Document, UndoesEveryEditToTheExactText) {
    open(sound);
    QStringList texts{document_.text()};
    const auto took = [&] {
        EXPECT_NE(document_.text(), texts.back());
        texts += document_.text();
    };
    document_.set_value(QStringLiteral("title"), QStringLiteral("Größer"));
    took();
    document_.set_value(QStringLiteral("site.nodes"), QStringLiteral("12"));
    took();
    document_.set_value(QStringLiteral("time.horizon"), QStringLiteral("1 d"));
    took();
    document_.set_value(QStringLiteral("scheduling.placement"), QStringLiteral("lowest_first"));
    took();
    document_.remove_value(QStringLiteral("time.interval"));
    took();
    document_.append(QStringLiteral("event"),
                     {{QStringLiteral("at"), QStringLiteral("+1 h")},
                      {QStringLiteral("lose"), QStringLiteral("2 nodes")}},
                     QStringLiteral("Lose nodes"));
    took();
    document_.replace_text(3, 2, QStringLiteral("pü"));
    took();
    EXPECT_TRUE(document_.is_modified());
    QUndoStack& history = document_.undo_stack();
    for (qsizetype step = texts.size() - 1; step > 0; --step) {
        EXPECT_EQ(document_.text(), texts[step]);
        history.undo();
    }
    EXPECT_EQ(document_.text(), sound);
    EXPECT_FALSE(document_.is_modified());
    EXPECT_FALSE(history.canUndo());
    for (qsizetype step = 1; step < texts.size(); ++step) {
        history.redo();
        EXPECT_EQ(document_.text(), texts[step]);
    }
}

TEST_F(Document, TypingInOnePlaceIsOneStep) {
    open(sound);
    for (int i = 0; i < 3; ++i)
        document_.replace_text(i, 0, QStringLiteral("#"));
    EXPECT_EQ(document_.undo_stack().count(), 1);
    document_.replace_text(3, 0, QStringLiteral("\n"));  // a line is one
    document_.replace_text(9, 0, QStringLiteral("x"));   // another place
    document_.replace_text(10, 1, QStringLiteral("y"));  // over something
    EXPECT_EQ(document_.undo_stack().count(), 4);
    while (document_.undo_stack().canUndo())
        document_.undo_stack().undo();
    EXPECT_EQ(document_.text(), sound);
}

TEST_F(Document, TellsARefusalAndChangesNothing) {
    open(QStringLiteral("title = \"open\n"));
    const QSignalSpy refused(&document_, &ScenarioDocument::refused);
    document_.set_value(QStringLiteral("title"), QStringLiteral("x"));
    ASSERT_EQ(refused.count(), 1);
    EXPECT_TRUE(refused[0][0].toString().endsWith(u'.'));
    EXPECT_FALSE(document_.is_modified());
}

TEST_F(Document, ProblemsArriveAsSentences) {
    QString bad = sound;
    bad.replace(QStringLiteral("nodes = 10"), QStringLiteral("nodes = -1\nnods = 3"));
    bad.replace(QStringLiteral("10 min"), QStringLiteral("ten minutes"));
    const QSignalSpy finished(&document_, &ScenarioDocument::check_finished);
    open(bad);
    EXPECT_EQ(finished.count(), 1);
    ASSERT_TRUE(document_.checked());
    std::vector<std::string> fields;
    for (const Problem& problem : document_.checked()->problems) {
        fields.push_back(problem.field);
        EXPECT_THAT(problem.text(),
                    testing::AnyOf(testing::HasSubstr("expected "),
                                   testing::HasSubstr("unknown key; did you mean")));
        EXPECT_GT(problem.where.line, 0) << problem.text();
    }
    EXPECT_THAT(fields, testing::UnorderedElementsAre("time.interval", "site.nodes", "site.nods"));
    // Mended by hand, it is sound again.
    document_.replace_text(0, document_.text().size(), sound);
    EXPECT_TRUE(document_.is_checking());
    await_check();
    EXPECT_TRUE(document_.checked()->problems.empty());
}

TEST_F(Document, AFolderWithoutPermissionLosesNothing) {
    open(sound);
    document_.set_value(QStringLiteral("site.nodes"), QStringLiteral("12"));
    const QString changed = document_.text();
    QStringList places{no_folder()};
    if (geteuid() != 0) {
        ASSERT_TRUE(QFile::setPermissions(folder_.path(), QFile::ReadOwner | QFile::ExeOwner));
        places += path("s.toml");
    }
    for (const QString& place : places) {
        const QString problem = document_.save_as(place);
        EXPECT_THAT(problem.toStdString(),
                    testing::StartsWith("Cannot write " + place.toStdString() + ": "));
        EXPECT_EQ(document_.text(), changed);
        EXPECT_EQ(document_.file(), path("s.toml"));
        EXPECT_TRUE(document_.is_modified());
        EXPECT_EQ(read(path("s.toml")), sound);
    }
    QFile::setPermissions(folder_.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    EXPECT_EQ(document_.save(), QString());
    EXPECT_EQ(read(path("s.toml")), changed);
    EXPECT_FALSE(document_.is_modified());
}

TEST_F(Document, DerivesFromOneThatStaysAsItIs) {
    const QString base = write("base.toml", sound);
    document_.derive(base, QStringLiteral("A \"change\""));
    EXPECT_EQ(document_.text(),
              QStringLiteral("base = \"%1\"\ntitle = \"A \\\"change\\\"\"\n").arg(base));
    EXPECT_TRUE(document_.file().isEmpty());
    EXPECT_TRUE(document_.is_modified());
    await_check();
    EXPECT_TRUE(document_.checked()->problems.empty());
}

}  // namespace
}  // namespace twin
