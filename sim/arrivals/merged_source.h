// Several sources as one: the jobs of a run, numbered.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/arrivals/job_source.h"
#include "sim/arrivals/utilisation.h"

namespace twin {

class MergedSource : public JobSource {
  public:
    struct Input {
        std::unique_ptr<JobSource> source;
        // For sources that do not say how busy their jobs keep the nodes.
        std::optional<UtilisationSettings> cpu{}, gpu{};
        std::optional<double> compute_bound{};  // of all phases, the same
        std::optional<SharedDemand> demand{};   // of all phases, the same
    };

    MergedSource(std::vector<Input> inputs, std::uint64_t seed);

    // By submit; equal submits in the order of the inputs. Sets Job::index (0, 1, 2 ...) and the
    // utilisations that are to be drawn.
    std::optional<Job> next() override;
    ArrivalCounts counts() const override;  // the sum over the inputs
    ArrivalCounts counts(std::size_t input) const;

  private:
    std::vector<Input> inputs_;
    std::vector<std::optional<Job>> heads_;  // the next job of each input
    JobIndex next_index_ = 0;
    std::uint64_t seed_;
};

}  // namespace twin
