// The data that the shipped scenarios read. Tests run in the top folder of the repository.
#include <chrono>
#include <gtest/gtest.h>

#include "sim/arrivals/input_hash.h"
#include "sim/arrivals/job_list.h"
#include "sim/arrivals/swf.h"

namespace twin {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr auto theta = "scenarios/data/theta-2022.swf.gz";
constexpr auto frontier = "scenarios/data/frontier-jobs-1d.csv.gz";

TEST(ShippedData, is_what_sources_md_says) {
    EXPECT_EQ(
        hash_input(theta),
        (InputHash{310'574, "4c6fac06205505936557e2c44f047ff60216356261c03ba5038eb74d646ae3dc"}));
    EXPECT_EQ(
        hash_input(frontier),
        (InputHash{26'807, "93608b13659698aef2893549e53ee4b820a91ccf566b590edc91c190c87084e6"}));
}

// Counted with awk: 648 jobs in the seven days, 727 in the nine.
TEST(ShippedData, the_week_after_two_warm_up_days_offers_a_load_of_1_05) {
    LogOptions options;
    options.max_nodes = 5884;
    options.scale_nodes = 5884. / 4360;
    options.from = sys_days(2022y / April / 9).time_since_epoch();
    options.length = days(7);
    const SwfSummary week = scan_swf(theta, options);
    EXPECT_EQ(week.counts.jobs, 648);
    EXPECT_EQ(week.counts.dropped(), 0);
    EXPECT_NEAR(week.node_seconds / (5884 * 7 * 86400.), 1.0495, 0.0001);

    options.from = sys_days(2022y / April / 7).time_since_epoch();
    options.length = days(9);
    EXPECT_EQ(scan_swf(theta, options).counts.jobs, 727);
}

TEST(ShippedData, the_day_of_frontier_is_read_whole) {
    JobListOptions options;
    options.max_nodes = 9600;
    options.gpus_per_node = 4;
    const JobListSummary day = scan_job_list(frontier, options);
    EXPECT_EQ(day.counts.jobs, 1500);
    EXPECT_EQ(day.counts.dropped(), 0);
    EXPECT_TRUE(day.sorted);
    EXPECT_TRUE(day.gives_cpu_utilisation && day.gives_gpu_utilisation);
}

}  // namespace
}  // namespace twin
