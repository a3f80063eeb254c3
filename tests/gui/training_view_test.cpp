// The training panel: what it asks twin, and what it shows of the answer.
#include "gui/views/training_view.h"

#include <QBuffer>
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(TrainingQuestion, IsACommand) {
    TrainingQuestion question;
    question.model = QStringLiteral("llama-3-405b");
    question.site = QStringLiteral("jupiter-booster");
    question.gpus = 512;
    question.tokens = QStringLiteral("1 Ttoken");
    question.tensor = 4;
    question.pipeline = 8;
    question.recompute = QStringLiteral("selective");
    EXPECT_EQ(question.command().toStdString(),
              "twin estimate training --model llama-3-405b --site jupiter-booster --gpus 512 "
              "--tokens \"1 Ttoken\" --plan \"tensor 4, pipeline 8, recompute selective\"");
    question.search = true;
    EXPECT_THAT(question.command().toStdString(), HasSubstr("--plan auto"));
}

TEST(TrainingQuestion, IsAJobOfAScenario) {
    TrainingQuestion question;
    question.model = QStringLiteral("llama-3-8b");
    question.gpus = 64;
    question.batch = 512;
    question.tokens = QStringLiteral("1 Ttoken");
    question.tensor = 4;
    question.recompute = QStringLiteral("full");
    const auto keys = question.job(16);
    ASSERT_EQ(keys.size(), 4U);
    EXPECT_EQ(keys[2], (std::pair<std::string, std::string>("nodes", "16")));
    EXPECT_EQ(keys[3].second,
              "{ model = \"llama-3-8b\", tokens = \"1 Ttoken\", global_batch = 512, "
              "plan = { tensor = 4, recompute = \"full\" } }");
}

TEST(TrainingAnswer, IsNotAnythingElse) {
    EXPECT_FALSE(read_training_answer("twin: what?"));
    EXPECT_FALSE(read_training_answer("{}"));
}

class TrainingPanel : public testing::Test {
  protected:
    TrainingPanel() {
        view_.resize(1100, 700);
        view_.show();
        EXPECT_TRUE(QTest::qWaitFor([this] { return view_.is_ready(); }, 20000));
    }
    template <class Widget>
    Widget* find(const char* name) {
        for (auto* const widget : view_.findChildren<Widget*>())
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        ADD_FAILURE() << name;
        return nullptr;
    }

    Workspace workspace_{ThemeName::light};
    TrainingView view_{workspace_};
};

TEST_F(TrainingPanel, BeginsWithAPlanThatFits) {
    ASSERT_TRUE(view_.answer()) << view_.refusal().toStdString();
    const TrainingAnswer& answer = *view_.answer();
    EXPECT_EQ(answer.gpus, 4096);
    EXPECT_LT(answer.memory_total, answer.gpu_memory_bytes);
    // The parts are all of the step, in the order in which twin tells them.
    double sum = 0;
    for (const TrainingPart& part : answer.step_s)
        sum += part.value;
    EXPECT_NEAR(sum, answer.step_total, 1e-9 * answer.step_total);
    EXPECT_EQ(answer.step_s.front().name.toStdString(), "compute");
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    EXPECT_TRUE(view_.write_csv(out));
    EXPECT_THAT(out.buffer().toStdString(), StartsWith("Figure,Value,Of which\n"));
}

// As the command line says it; the stretches are all of the step.
TEST_F(TrainingPanel, SaysWhatShareOfWhichPeakAndWhereTheWattsGo) {
    ASSERT_TRUE(view_.answer()) << view_.refusal().toStdString();
    const auto csv = [this] {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        EXPECT_TRUE(view_.write_csv(out));
        return out.buffer().toStdString();
    };
    EXPECT_THAT(csv(),
                testing::ContainsRegex("Share of the bf16 peak \\(MFU\\) \\[%\\],[0-9.]+,of 989.4 "
                                       "Tflop/s\n"));
    EXPECT_THAT(csv(), testing::Not(HasSubstr("fp8")));
    EXPECT_THAT(csv(), HasSubstr("One GPU in: products [W],"));
    EXPECT_THAT(csv(), HasSubstr("One GPU in: bubble [W],"));
    double sum = 0;
    for (const TrainingStretch& one : view_.answer()->power)
        sum += one.time_s;
    EXPECT_NEAR(sum, view_.answer()->step_total, 1e-6 * sum);
    auto* const precision = find<QComboBox>("Precision");
    precision->setCurrentIndex(precision->findData(QStringLiteral("fp8")));
    ASSERT_TRUE(QTest::qWaitFor(
        [this] { return view_.answer() && view_.answer()->share_of_own_peak.has_value(); }, 20000));
    EXPECT_THAT(csv(),
                testing::ContainsRegex("Share of the fp8 peak \\[%\\],[0-9.]+,of 1.979 Pflop/s\n"));
    EXPECT_NEAR(*view_.answer()->share_of_own_peak, view_.answer()->mfu / 2, 1e-12);
}

TEST_F(TrainingPanel, SaysWhatIsWrongWithAPlan) {
    find<QSpinBox>("Tensor parallelism")->setValue(7);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !view_.refusal().isEmpty(); }, 20000));
    EXPECT_THAT(view_.refusal().toStdString(), HasSubstr("expected"));
    EXPECT_FALSE(view_.answer());
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    EXPECT_FALSE(view_.write_csv(out));
}

TEST_F(TrainingPanel, AddsAJobToTheScenario) {
    ASSERT_TRUE(view_.answer()) << view_.refusal().toStdString();
    auto* const add = view_.findChildren<QPushButton*>().back();
    EXPECT_FALSE(add->isEnabled());  // no scenario is open
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("s.toml")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(
        "title = \"x\"\n[time]\nstart = \"2024-01-01T00:00:00Z\"\n[site]\npart = "
        "\"jupiter-booster\"\n[scheduling]\npolicy = \"fcfs\"\n");
    file.close();
    ScenarioDocument& document = workspace_.document();
    ASSERT_EQ(document.open(file.fileName()), QString());
    EXPECT_TRUE(add->isEnabled());
    QTest::mouseClick(add, Qt::LeftButton);
    EXPECT_TRUE(document.text().contains(QStringLiteral("training = { model = \"apertus-70b\"")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return document.checked().has_value(); }, 20000));
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            return document.checked()->problems.empty() && !document.checked()->remarks.empty();
        },
        20000));
}

TEST_F(TrainingPanel, FindsTheFastestPlan) {
    ASSERT_TRUE(view_.answer()) << view_.refusal().toStdString();
    const double given = view_.answer()->step_total;
    QTest::mouseClick(view_.findChildren<QPushButton*>().front(), Qt::LeftButton);
    ASSERT_TRUE(
        QTest::qWaitFor([this] { return view_.answer() && !view_.answer()->best.empty(); }, 60000));
    const TrainingAnswer& answer = *view_.answer();
    EXPECT_LE(answer.step_total, given);
    EXPECT_EQ(find<QSpinBox>("Tensor parallelism")->value(), answer.plan.tensor);
    EXPECT_EQ(find<QSpinBox>("Pipeline stages")->value(), answer.plan.pipeline);
    auto* const plans = find<QTableView>("The fastest plans");
    EXPECT_TRUE(plans->isVisibleTo(&view_));
    EXPECT_EQ(plans->model()->rowCount(), int(answer.best.size()));
    // They are no plans of another task.
    auto* const precision = find<QComboBox>("Precision");
    precision->setCurrentIndex(precision->findData(QStringLiteral("fp8")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !plans->isVisibleTo(&view_); }, 20000));
}

}  // namespace
}  // namespace twin
