// Jobs that a scenario names one by one.
#pragma once

#include <vector>

#include "sim/arrivals/job_source.h"

namespace twin {

class ListSource : public JobSource {
  public:
    // In any order; delivered by submit, equal submits in the order of the vector.
    explicit ListSource(std::vector<Job> jobs);
    std::optional<Job> next() override;
    ArrivalCounts counts() const override;

  private:
    std::vector<Job> jobs_;
    std::size_t next_ = 0;
};

}  // namespace twin
