#include "validation/calibration/measure.h"

#include <gmock/gmock.h>
#include <map>
#include <stdexcept>

#include "tests/validation/calibration/made_records.h"

namespace twin::calibration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// What the made-up device does with one kernel.
struct Behaviour {
    std::vector<double> seconds = {1e-3};  // of one execution, one sample after the other
    std::string wrong{}, refusal{}, note{};
    DeviceState before{}, during{};
    double watts = 0;  // 0: no energy counter
};

// Its clock moves only while kernels run.
class MadeUpDevice : public Backend {
  public:
    RecordHeader describe() override { return {}; }
    DeviceState state() override {
        clock += state_seconds;
        energy += state_seconds * behaviour.watts;
        DeviceState state = running ? behaviour.during : behaviour.before;
        if (behaviour.watts > 0)
            state.energy = energy * joule;
        return state;
    }
    std::vector<Kernel> kernels(bool) override { return {}; }
    std::unique_ptr<PreparedKernel> prepare(const Kernel& kernel) override;

    double clock = 0, energy = 0;
    double state_seconds = 0;  // that it takes to say its state
    bool running = false;
    Behaviour behaviour;
    std::map<std::string, Behaviour> behaviours;
    std::vector<std::string> log;
};

class MadeUpKernel : public PreparedKernel {
  public:
    explicit MadeUpKernel(MadeUpDevice& device) : device_(device) {}
    ~MadeUpKernel() override { device_.running = false; }
    std::string check() override {
        device_.log.push_back("check");
        return device_.behaviour.wrong;
    }
    Duration run(int times) override {
        if (device_.log.back() != "run")
            device_.log.push_back("run");
        device_.running = true;
        const auto& seconds = device_.behaviour.seconds;
        const double time = times * seconds[next_++ % seconds.size()];
        device_.clock += time;
        device_.energy += time * device_.behaviour.watts;
        return time * second;
    }
    std::string note() override { return device_.behaviour.note; }

  private:
    MadeUpDevice& device_;
    std::size_t next_ = 0;
};

std::unique_ptr<PreparedKernel> MadeUpDevice::prepare(const Kernel& kernel) {
    log.push_back("prepare " + kernel_text(kernel));
    behaviour = behaviours[kernel_text(kernel)];
    if (!behaviour.refusal.empty())
        throw std::runtime_error(behaviour.refusal);
    return std::make_unique<MadeUpKernel>(*this);
}

class Measure : public testing::Test {
  protected:
    MeasureEnd run(const std::vector<std::string>& texts) {
        std::vector<Kernel> kernels;
        const std::size_t before = points.size();
        for (const std::string& text : texts)
            kernels.push_back(kernel_of(text));
        return measure(device, kernels, settings,
                       {[&] { return device.clock * second; }, [&] { return stop(); },
                        [&](const MeasuredPoint& point, std::size_t place) {
                            EXPECT_EQ(before + place, points.size());
                            points.push_back(point);
                        }});
    }
    MeasuredPoint point_of(const Behaviour& behaviour) {
        device.behaviours["launch"] = behaviour;
        run({"launch"});
        return points.back();
    }

    MadeUpDevice device;
    MeasureSettings settings;
    std::function<bool()> stop = [] { return false; };
    std::vector<MeasuredPoint> points;
};

TEST_F(Measure, ChecksBeforeItTimes) {
    EXPECT_EQ(run({"launch", "copy fp32 1 MB"}), MeasureEnd::all);
    EXPECT_THAT(device.log, ElementsAre("prepare launch", "check", "run", "prepare copy fp32 1 MB",
                                        "check", "run"));
    ASSERT_THAT(points, SizeIs(2));
    EXPECT_EQ(points[0].state, PointState::good);
    EXPECT_EQ(points[0].repeats, 11);
    EXPECT_NEAR(points[0].median.in(second), 1e-3, 1e-15);
    EXPECT_EQ(kernel_text(points[1].kernel), "copy fp32 1 MB");
    EXPECT_EQ(points[1].power, std::nullopt);
}

TEST_F(Measure, AWrongResultIsNotTimed) {
    const MeasuredPoint point = point_of({.wrong = "element 0 is 1, expected 2"});
    EXPECT_EQ(point.state, PointState::wrong_result);
    EXPECT_EQ(point.note, "element 0 is 1, expected 2");
    EXPECT_EQ(point.repeats, 0);
    EXPECT_EQ(point.median, Duration());
    EXPECT_THAT(device.log, ElementsAre("prepare launch", "check"));
}

TEST_F(Measure, AKernelThatIsRefusedIsAPointAndTheNextFollows) {
    device.behaviours["gemm fp8 64x64x64"].refusal = "no fp8 on this device";
    EXPECT_EQ(run({"gemm fp8 64x64x64", "launch"}), MeasureEnd::all);
    ASSERT_THAT(points, SizeIs(2));
    EXPECT_EQ(points[0].state, PointState::error);
    EXPECT_EQ(points[0].note, "no fp8 on this device");
    EXPECT_EQ(kernel_text(points[0].kernel), "gemm fp8 64x64x64");
    EXPECT_EQ(points[1].state, PointState::good);
}

// A sample takes 10 ms: of a kernel of 1 us, 10,000 executions.
TEST_F(Measure, SamplesAreLongEnoughForTheClock) {
    const double before = device.clock;
    const MeasuredPoint point = point_of({.seconds = {1e-6}});
    EXPECT_NEAR(point.median.in(second), 1e-6, 1e-12);
    EXPECT_GE(device.clock - before, 11 * 10e-3);
    EXPECT_LE(device.clock - before, 11 * 12e-3 + 0.1);
}

// 2 s each: three samples are 6 s, more than the 1.5 s that a kernel gets.
TEST_F(Measure, LongKernelsGetThreeSamples) {
    EXPECT_EQ(point_of({.seconds = {2.0}}).repeats, 3);
}

// Samples of 1 and 2 ms by turns: median of eleven is 1 or 2, p10 1, p90 2: spread 0.5 or 1.
TEST_F(Measure, ALargeSpreadIsUnsteadyAndSaysSo) {
    settings.sample = 0.5e-3 * second;
    settings.warm_up = 0.5e-3 * second;
    const MeasuredPoint point = point_of({.seconds = {1e-3, 2e-3}, .note = "by blocks"});
    EXPECT_EQ(point.state, PointState::unsteady);
    EXPECT_EQ(point.repeats, 11);
    EXPECT_NEAR(point.p10.in(second), 1e-3, 1e-12);
    EXPECT_NEAR(point.p90.in(second), 2e-3, 1e-12);
    EXPECT_THAT(point.note, testing::AnyOf("the spread of 50 % is above 25 %; by blocks",
                                           "the spread of 100 % is above 25 %; by blocks"));
}

TEST_F(Measure, ADisturbedDeviceIsReportedAndWhatWasSeenIsKept) {
    Behaviour busy;
    busy.during.busy_with_others = true;
    const MeasuredPoint disturbed = point_of(busy);
    EXPECT_EQ(disturbed.state, PointState::busy);
    EXPECT_EQ(disturbed.note, "others worked on the device");
    EXPECT_EQ(disturbed.repeats, 11);
    Behaviour hot;
    hot.during.throttled = true;
    hot.during.busy_with_others = true;
    hot.during.clock = 1.2e9 * hertz;
    hot.during.temperature = 91 * kelvin;
    const MeasuredPoint throttled = point_of(hot);
    EXPECT_EQ(throttled.state, PointState::throttled);
    EXPECT_EQ(throttled.clock, 1.2e9 * hertz);
    EXPECT_EQ(throttled.temperature, 91 * kelvin);
}

TEST_F(Measure, ADisturbanceAheadOfTheSamplesCounts) {
    device.behaviour.before.busy_with_others = true;
    EXPECT_EQ(point_of({}).state, PointState::busy);
    device.behaviour.before.throttled = true;
    EXPECT_EQ(point_of({}).state, PointState::throttled);
    EXPECT_EQ(point_of({}).state, PointState::good);
}

TEST_F(Measure, ADeviceInErrorIsNotTimed) {
    device.behaviour.before.error = "Xid 79: fell off the bus";
    run({"launch"});
    ASSERT_THAT(points, SizeIs(1));
    EXPECT_EQ(points[0].state, PointState::error);
    EXPECT_EQ(points[0].note, "Xid 79: fell off the bus");
    EXPECT_THAT(device.log, IsEmpty());
}

TEST_F(Measure, AnErrorWhileItRunsEndsTheSamples) {
    Behaviour broken;
    broken.seconds = {0.2};
    broken.during.error = "ECC";
    const MeasuredPoint point = point_of(broken);
    EXPECT_EQ(point.state, PointState::error);
    EXPECT_EQ(point.note, "ECC");
}

// Samples of some 10 ms go on for the 1 s of power_time().
TEST_F(Measure, WattsAreTheEnergyOverTheTime) {
    Behaviour counted;
    counted.watts = 350;
    const MeasuredPoint point = point_of(counted);
    ASSERT_TRUE(point.power.has_value());
    EXPECT_NEAR(point.power->in(watt), 350, 1e-6);
    EXPECT_GE(point.repeats, 80);
    EXPECT_LE(point.repeats, 101);
}

// It takes 50 ms to answer and draws 350 W meanwhile too: of energy and time over one window the
// watts are 350 W; were the first answer's time left out of the window's 1 s, 367 W.
TEST_F(Measure, EnergyAndTimeCoverTheSameWindow) {
    Behaviour counted;
    counted.watts = 350;
    device.state_seconds = 0.05;
    EXPECT_NEAR(point_of(counted).power->in(watt), 350, 1e-6);
}

// Some 0.1 s of samples; then three samples of 2 s, long enough for watts.
TEST_F(Measure, WattsThatAreNotAskedForAreNotKept) {
    Behaviour counted;
    counted.watts = 350;
    settings.watts = false;
    const MeasuredPoint point = point_of(counted);
    EXPECT_EQ(point.power, std::nullopt);
    EXPECT_EQ(point.repeats, 11);
    counted.seconds = {2.0};
    EXPECT_EQ(point_of(counted).power, std::nullopt);
}

TEST_F(Measure, WithoutACounterWattsAreTheMeanOfWhatTheDeviceSays) {
    Behaviour sampled;
    sampled.during.power = 300 * watt;
    EXPECT_EQ(point_of(sampled).power, 300 * watt);
}

TEST_F(Measure, AKernelThatIsStoppedLeavesNoPoint) {
    int asked = 0;
    stop = [&] { return ++asked > 5; };
    EXPECT_EQ(run({"launch", "copy fp32 1 MB"}), MeasureEnd::stopped);
    EXPECT_THAT(points, IsEmpty());
}

// Each kernel takes some 0.1 s by the made-up clock.
TEST_F(Measure, TheBudgetLeavesTheRestOut) {
    settings.budget = 0.2 * second;
    EXPECT_EQ(run(std::vector<std::string>(20, "launch")), MeasureEnd::out_of_time);
    EXPECT_GE(points.size(), 1U);
    EXPECT_LE(points.size(), 3U);
}

TEST_F(Measure, AClockThatStandsIsAnError) {
    const MeasuredPoint point = point_of({.seconds = {0}});
    EXPECT_EQ(point.state, PointState::error);
    EXPECT_EQ(point.note, "the device's clock did not move");
    EXPECT_EQ(point.repeats, 0);
}

}  // namespace
}  // namespace twin::calibration
