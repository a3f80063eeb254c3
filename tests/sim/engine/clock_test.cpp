#include "sim/engine/clock.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <stdexcept>
#include <tuple>

namespace twin {
namespace {

using testing::ElementsAre;

SimTime at_ns(std::int64_t ns) {
    return SimTime(SimDuration(ns));
}

// 365 days. There a double of seconds has a unit of 2^-28 s = 3.7 ns, and a double of nanoseconds
// one of 4: this nanosecond and the next two are one date of SimGrid's.
constexpr std::int64_t year_ns = 31'536'000'000'000'000;

// Subjects by instant, in the order of handing over.
struct Instant {
    std::int64_t ns;
    std::vector<std::int64_t> subjects;
    bool operator==(const Instant&) const = default;
};

class Log {
  public:
    explicit Log(Clock& clock) : clock_(clock) {}
    void run(const std::function<void(std::int64_t ns)>& then = {}) {
        clock_.run([&](SimTime now, std::span<const Event> events) {
            instants.push_back({now.time_since_epoch().count(), {}});
            for (const Event& event : events) {
                EXPECT_EQ(event.time, now);
                instants.back().subjects.push_back(event.subject);
            }
            if (then)
                then(now.time_since_epoch().count());
        });
    }
    std::vector<Instant> instants;

  private:
    Clock& clock_;
};

TEST(Clock, HandsOverAnInstantByClassThenByOrder) {
    Clock clock;
    clock.set({at_ns(7), EventClass::arrival, 0, 1});
    clock.set({at_ns(7), EventClass::change, 2, 2});
    clock.set({at_ns(7), EventClass::end, 0, 3});
    clock.set({at_ns(7), EventClass::change, 1, 4});
    clock.set({at_ns(7), EventClass::completion, 9, 5});
    clock.set({at_ns(7), EventClass::completion, 8, 6});
    clock.set({at_ns(3), EventClass::arrival, 0, 7});
    Log log(clock);
    log.run();
    EXPECT_THAT(log.instants, ElementsAre(Instant{3, {7}}, Instant{7, {6, 5, 3, 4, 2, 1}}));
}

TEST(Clock, WithoutEventsEndsAtOnce) {
    Clock clock;
    Log log(clock);
    log.run();
    EXPECT_TRUE(log.instants.empty());
}

TEST(Clock, ACancelledEventIsNotHandedOver) {
    Clock clock;
    const auto id = clock.set({at_ns(1'000), EventClass::completion, 0, 1});
    clock.set({at_ns(2'000), EventClass::completion, 0, 2});
    const auto later = clock.set({at_ns(3'000), EventClass::completion, 0, 3});
    clock.cancel(id);
    const auto reused = clock.set({at_ns(2'500), EventClass::completion, 0, 4});
    EXPECT_EQ(reused, id);
    Log log(clock);
    log.run([&](std::int64_t ns) {
        if (ns == 2'000)
            clock.cancel(later);
    });
    EXPECT_THAT(log.instants, ElementsAre(Instant{2'000, {2}}, Instant{2'500, {4}}));
}

TEST(Clock, TwoNanosecondsOfOneDoubleAreTwoInstants) {
    ASSERT_EQ(to_seconds(at_ns(year_ns)), to_seconds(at_ns(year_ns + 2)));
    Clock clock;
    clock.set({at_ns(year_ns + 2), EventClass::completion, 0, 1});
    clock.set({at_ns(year_ns), EventClass::arrival, 0, 2});
    clock.set({at_ns(year_ns + 1), EventClass::change, 0, 3});
    Log log(clock);
    log.run();
    EXPECT_THAT(log.instants, ElementsAre(Instant{year_ns, {2}}, Instant{year_ns + 1, {3}},
                                          Instant{year_ns + 2, {1}}));
}

TEST(Clock, CancelsALaterNanosecondOfTheSameDouble) {
    Clock clock;
    clock.set({at_ns(year_ns), EventClass::change, 0, 1});
    const auto id = clock.set({at_ns(year_ns + 1), EventClass::completion, 0, 2});
    clock.set({at_ns(year_ns + 2), EventClass::completion, 0, 3});
    Log log(clock);
    log.run([&](std::int64_t ns) {
        if (ns == year_ns)
            clock.cancel(id);
    });
    EXPECT_THAT(log.instants, ElementsAre(Instant{year_ns, {1}}, Instant{year_ns + 2, {3}}));
}

TEST(Clock, WhatAHandlerSetsForTheSameDoubleComesInItsPlace) {
    Clock clock;
    clock.set({at_ns(year_ns), EventClass::arrival, 0, 1});
    clock.set({at_ns(year_ns + 2), EventClass::completion, 0, 3});
    Log log(clock);
    log.run([&](std::int64_t ns) {
        if (ns == year_ns)
            clock.set({at_ns(year_ns + 1), EventClass::arrival, 0, 2});
    });
    EXPECT_THAT(log.instants, ElementsAre(Instant{year_ns, {1}}, Instant{year_ns + 1, {2}},
                                          Instant{year_ns + 2, {3}}));
}

TEST(Clock, WhatAHandlerSetsForItsInstantIsTheNextOne) {
    Clock clock;
    clock.set({at_ns(5), EventClass::arrival, 0, 1});
    clock.set({at_ns(6), EventClass::arrival, 0, 3});
    Log log(clock);
    log.run([&](std::int64_t) {
        if (log.instants.size() == 1)
            clock.set({at_ns(5), EventClass::completion, 0, 2});
    });
    EXPECT_THAT(log.instants, ElementsAre(Instant{5, {1}}, Instant{5, {2}}, Instant{6, {3}}));
}

TEST(Clock, EveryNanosecondOfAChainIsReached) {
    Clock clock;
    clock.set({at_ns(year_ns), EventClass::completion, 0, 0});
    Log log(clock);
    log.run([&](std::int64_t ns) {
        if (ns < year_ns + 1'000)
            clock.set({at_ns(ns + 1), EventClass::completion, 0, ns + 1 - year_ns});
    });
    ASSERT_EQ(log.instants.size(), 1'001U);
    for (std::int64_t i = 0; i <= 1'000; ++i)
        EXPECT_EQ(log.instants[static_cast<std::size_t>(i)], (Instant{year_ns + i, {i}}));
}

TEST(Clock, AfterStopNothingIsHandedOver) {
    Clock clock;
    clock.set({at_ns(year_ns), EventClass::completion, 0, 1});
    clock.set({at_ns(year_ns + 1), EventClass::completion, 0, 2});
    clock.set({at_ns(year_ns + 1'000'000), EventClass::completion, 0, 3});
    Log log(clock);
    log.run([&](std::int64_t) { clock.stop(); });
    EXPECT_THAT(log.instants, ElementsAre(Instant{year_ns, {1}}));
}

// Here and in the next case ctest also sees in the exit status that the program ends well.
TEST(Clock, NeedNotBeRun) {
    Clock clock;
    clock.set({at_ns(1), EventClass::arrival, 0, 1});
}

TEST(Clock, AnErrorOfTheHandlerIsTheCallers) {
    Clock clock;
    clock.set({at_ns(1), EventClass::arrival, 0, 1});
    clock.set({at_ns(2), EventClass::arrival, 0, 2});
    EXPECT_THROW(
        clock.run([](SimTime, std::span<const Event>) { throw std::runtime_error("disk full"); }),
        std::runtime_error);
}

// Times over a year, many equal and many a few nanoseconds apart, set at the start and from the
// handler: handed over as a sort by (time, class, order) has them.
TEST(Clock, ManyEventsComeInOrder) {
    Clock clock;
    std::mt19937_64 random(1);
    const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
    std::vector<Event> expected, seen;
    const auto add = [&](SimTime from) {
        const std::int64_t ns =
            below(2) == 0 ? below(5) : below(1'000) * (year_ns / 1'000) + below(3);
        expected.push_back({from + SimDuration(ns + 1), static_cast<EventClass>(below(4)),
                            static_cast<std::int64_t>(expected.size()), 0});
        clock.set(expected.back());
    };
    for (int i = 0; i < 50'000; ++i)
        add(sim_start);
    clock.run([&](SimTime now, std::span<const Event> events) {
        seen.insert(seen.end(), events.begin(), events.end());
        for (std::size_t i = 0; i < events.size() && expected.size() < 100'000; ++i)
            add(now);
    });
    const auto rank = [](const Event& e) { return std::tuple(e.time, e.kind, e.order); };
    std::sort(expected.begin(), expected.end(),
              [&](const Event& a, const Event& b) { return rank(a) < rank(b); });
    ASSERT_EQ(expected.size(), 100'000U);
    ASSERT_EQ(seen.size(), expected.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        ASSERT_EQ(rank(seen[i]), rank(expected[i])) << i;
}

}  // namespace
}  // namespace twin
