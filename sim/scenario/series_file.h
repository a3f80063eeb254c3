// A data file that a scenario names: where it lies, how it is read, and what its reader says.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"
#include "sim/series/reading.h"

namespace twin {

// The file under this key, which becomes an input of the run. Nothing where there is none.
std::optional<std::filesystem::path> data_file(const std::string& name, const std::string& field,
                                               RunPlan& plan, FieldProblems& problems);

// One series of the scenario. `field` is the table's ("energy.price").
class SeriesFile {
  public:
    SeriesFile(const SeriesSection& section, std::string field, RunPlan& plan,
               FieldProblems& problems);

    // Whether it can be read: the file is there, the zone is known, the run has an end.
    bool sound() const { return path_.has_value(); }
    const std::filesystem::path& path() const { return *path_; }
    const SeriesOptions& options() const { return options_; }
    CalendarTime from() const { return plan_.start; }
    CalendarTime until() const { return plan_.start + *plan_.horizon; }

    // Faults become problems at their place in the file, repairs counts. Whether there are no
    // faults.
    bool accept(const SeriesReading& reading);
    // A problem unless the series covers the run.
    void check_cover(const TimeSeries& series);

  private:
    std::string field_;
    RunPlan& plan_;
    FieldProblems& problems_;
    std::optional<std::filesystem::path> path_;
    SeriesOptions options_;
};

}  // namespace twin
