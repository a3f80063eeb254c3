#include "sim/arrivals/merged_source.h"

#include <gmock/gmock.h>

#include "sim/arrivals/list_source.h"
#include "tests/sim/arrivals/files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

Job named(std::string name, SimDuration submit) {
    Job job;
    job.name = std::move(name);
    job.submit = sim_start + submit;
    job.nodes = 1;
    job.run_time = job.limit = 1s;
    job.phases.push_back({1s, 0, 0});
    return job;
}

std::vector<std::string> names(const std::vector<Job>& jobs) {
    std::vector<std::string> result;
    for (const Job& job : jobs)
        result.push_back(job.name);
    return result;
}

TEST(ListSource, delivers_by_submit_and_keeps_the_order_of_ties) {
    ListSource source({named("c", 5s), named("a", 1s), named("d", 5s), named("b", 1s)});
    EXPECT_THAT(names(all_jobs(source)), ElementsAre("a", "b", "c", "d"));
    EXPECT_EQ(source.counts(), (ArrivalCounts{.records = 4, .jobs = 4}));
}

MergedSource two_lists() {
    std::vector<MergedSource::Input> inputs(2);
    inputs[0].source = std::make_unique<ListSource>(
        std::vector{named("a1", 1s), named("a2", 3s), named("a3", 3s)});
    inputs[1].source = std::make_unique<ListSource>(std::vector{named("b1", 0s), named("b2", 3s)});
    inputs[1].gpu = UtilisationSettings{.kind = UtilisationSettings::Kind::fixed, .mean = 0.5};
    return {std::move(inputs), 1};
}

TEST(MergedSource, merges_by_submit_then_by_source_and_numbers_the_jobs) {
    MergedSource merged = two_lists();
    const auto jobs = all_jobs(merged);
    EXPECT_THAT(names(jobs), ElementsAre("b1", "a1", "a2", "a3", "b2"));
    for (JobIndex i = 0; i < std::ssize(jobs); ++i)
        EXPECT_EQ(jobs[i].index, i);
    EXPECT_EQ(merged.counts().jobs, 5);
    EXPECT_EQ(merged.counts(0).jobs, 3);
    EXPECT_EQ(merged.counts(1).jobs, 2);
}

TEST(MergedSource, counts_what_was_delivered) {
    MergedSource merged = two_lists();
    EXPECT_EQ(merged.counts().jobs, 0);
    merged.next();
    EXPECT_EQ(merged.counts().jobs, 1);
}

TEST(MergedSource, draws_utilisation_only_where_asked) {
    MergedSource merged = two_lists();
    for (const Job& job : all_jobs(merged))
        EXPECT_EQ(job.phases[0].gpu_utilisation, job.name[0] == 'b' ? 0.5 : 0.0);
}

TEST(MergedSource, nothing_in_nothing_out) {
    MergedSource merged({}, 1);
    EXPECT_FALSE(merged.next());
}

}  // namespace
}  // namespace twin
