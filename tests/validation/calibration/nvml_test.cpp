#include "validation/calibration/nvml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "validation/calibration/shared_library.h"

namespace twin::calibration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The made-up figures are those of fake_nvml.cpp.
class NvmlTest : public testing::Test {
  protected:
    NvmlTest() { set(1, 0, 0); }
    // Bits of the clock's reasons, processes on device 0, ns of slowdown by heat.
    void set(unsigned long long reasons, unsigned processes, unsigned long long slowdown) {
        control_.required<void(unsigned long long, unsigned, unsigned long long)>("fake_nvml_set")(
            reasons, processes, slowdown);
    }
    NvmlDevice device() const { return nvml_.devices().at(0); }

    SharedLibrary control_{{FAKE_NVML}};
    Nvml nvml_{FAKE_NVML};
};

TEST_F(NvmlTest, GivesReadingsInSi) {
    EXPECT_EQ(nvml_.error(), "");
    EXPECT_EQ(nvml_.driver_version(), "580.65.06");
    ASSERT_EQ(nvml_.devices().size(), 2u);
    EXPECT_EQ(device().name(), "NVIDIA H100 80GB HBM3");
    EXPECT_DOUBLE_EQ(device().power()->in(watt), 93.456);
    EXPECT_DOUBLE_EQ(device().power_limit()->in(watt), 700);
    // More millijoules than 32 bits hold.
    EXPECT_DOUBLE_EQ(device().energy()->in(joule), 7654321.012);
    EXPECT_DOUBLE_EQ(device().core_clock()->in(hertz), 1.755e9);
    EXPECT_DOUBLE_EQ(device().core_clock_most()->in(hertz), 1.98e9);
    EXPECT_DOUBLE_EQ(device().memory_clock()->in(hertz), 2.6e9);
    EXPECT_DOUBLE_EQ(device().memory_clock_most()->in(hertz), 2.619e9);
    EXPECT_DOUBLE_EQ(device().temperature()->in(kelvin), 41);
    EXPECT_DOUBLE_EQ(*device().utilisation(), 0.35);
    EXPECT_EQ(device().memory_errors(), 2u);
}

TEST_F(NvmlTest, FindsADeviceByItsPlaceOnTheBus) {
    EXPECT_EQ(nvml_.device_at("0000:1B:00.0"), device());
    EXPECT_FALSE(nvml_.device_at("0000:1C:00.0"));
}

TEST_F(NvmlTest, LeavesOutWhatADeviceDoesNotSay) {
    const NvmlDevice silent = nvml_.devices().at(1);
    EXPECT_FALSE(silent.power());
    EXPECT_FALSE(silent.power_limit());
    EXPECT_FALSE(silent.energy());
    EXPECT_FALSE(silent.core_clock());
    EXPECT_FALSE(silent.memory_clock_most());
    EXPECT_FALSE(silent.temperature());
    EXPECT_FALSE(silent.clock_reasons());
    EXPECT_FALSE(silent.thermal_slowdown());
    EXPECT_FALSE(silent.utilisation());
    EXPECT_FALSE(silent.processes());
    EXPECT_FALSE(silent.memory_errors());
}

TEST_F(NvmlTest, TellsHowLongHeatHeldTheClockDown) {
    EXPECT_EQ(device().thermal_slowdown(), Duration());
    set(1, 0, 2'500'000'000);
    EXPECT_DOUBLE_EQ(device().thermal_slowdown()->in(second), 2.5);
}

TEST_F(NvmlTest, ListsAnyNumberOfProcesses) {
    EXPECT_THAT(*device().processes(), ElementsAre());
    set(1, 3, 0);
    EXPECT_THAT(*device().processes(), ElementsAre(1001, 1002, 1003));
    // More than there is room for at first: 32.
    set(1, 100, 0);
    EXPECT_EQ(device().processes()->size(), 100u);
    EXPECT_EQ(device().processes()->back(), 1100u);
}

TEST_F(NvmlTest, CountsHeatAndProtectionAsThrottlingButNotThePowerLimit) {
    set(0x44, 0, 0);
    EXPECT_EQ(device().clock_reasons(), 0x44u);
    // One bit a reason: idle, set clocks, the power limit, hardware, synchronised boost, heat
    // (software), heat (hardware), power brake, display.
    EXPECT_FALSE(throttled(0));
    EXPECT_FALSE(throttled(0x01));
    EXPECT_FALSE(throttled(0x02));
    EXPECT_FALSE(throttled(0x04));
    EXPECT_TRUE(throttled(0x08));
    EXPECT_FALSE(throttled(0x10));
    EXPECT_TRUE(throttled(0x20));
    EXPECT_TRUE(throttled(0x40));
    EXPECT_TRUE(throttled(0x80));
    EXPECT_FALSE(throttled(0x100));
    EXPECT_TRUE(throttled(0x44));  // heat beside the power limit
}

TEST(NvmlOldTest, TakesTheNamesOfOlderDrivers) {
    const Nvml nvml(FAKE_OLD_NVML);
    EXPECT_EQ(nvml.error(), "");
    EXPECT_FALSE(nvml.driver_version());
    EXPECT_FALSE(nvml.device_at("0000:1B:00.0"));
    ASSERT_EQ(nvml.devices().size(), 1u);
    const NvmlDevice device = nvml.devices()[0];
    EXPECT_DOUBLE_EQ(device.power()->in(watt), 52);
    EXPECT_EQ(device.clock_reasons(), 0x40u);
    // Rows of 16 bytes, not of 24.
    EXPECT_THAT(*device.processes(), ElementsAre(77, 78));
    EXPECT_FALSE(device.name());
    EXPECT_FALSE(device.energy());
    EXPECT_FALSE(device.core_clock());
    EXPECT_FALSE(device.utilisation());
}

TEST(NvmlAbsentTest, SaysWhyThereAreNoReadings) {
    const Nvml broken(FAKE_BROKEN_NVML);
    EXPECT_EQ(broken.error(), "nvmlInit_v2: Driver Not Loaded");
    EXPECT_TRUE(broken.devices().empty());

    const Nvml absent("libno-such-nvml.so.1");
    EXPECT_THAT(absent.error(), HasSubstr("libno-such-nvml.so.1"));
    EXPECT_FALSE(absent.driver_version());
    EXPECT_TRUE(absent.devices().empty());
    EXPECT_FALSE(absent.device_at("0000:1B:00.0"));
}

TEST(SharedLibraryTest, OpensTheFirstThatCanBeOpened) {
    const SharedLibrary second({"libno-such.so", FAKE_NVML});
    EXPECT_TRUE(second.is_open());
    EXPECT_EQ(second.error(), "");
    EXPECT_EQ(second.function<void()>("no_such_function"), nullptr);
    try {
        second.required<void()>("no_such_function");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(), std::string(FAKE_NVML) + " has no function no_such_function");
    }
}

TEST(ProcessesTest, KnowsItsOwnOnAHostAndInAContainer) {
    const std::vector<unsigned> before = {5, 9};
    // On a host: by its number.
    const std::vector<unsigned> on_host = {5, 9, 42};
    EXPECT_THAT(our_processes(before, on_host, 42), ElementsAre(42));
    // In a container the driver counts otherwise: what came with the context.
    const std::vector<unsigned> from_container = {5, 9, 31042};
    EXPECT_THAT(our_processes(before, from_container, 42), ElementsAre(42, 31042));
    // Or it lists none of them.
    EXPECT_THAT(our_processes({}, {}, 42), ElementsAre(42));

    const std::vector<unsigned> ours = {42}, alone = {42};
    EXPECT_TRUE(has_others(on_host, ours));
    EXPECT_FALSE(has_others(alone, ours));
    EXPECT_FALSE(has_others({}, ours));
}

}  // namespace
}  // namespace twin::calibration
