#include "sim/scenario/series_file.h"

#include <algorithm>
#include <utility>

#include "sim/scenario/read.h"
#include "sim/series/coverage.h"

namespace twin {

namespace fs = std::filesystem;

std::optional<fs::path> data_file(const std::string& name, const std::string& field, RunPlan& plan,
                                  FieldProblems& problems) {
    const fs::path path = resolve_file(name, problems.where(field));
    if (!name.ends_with(".csv") && !name.ends_with(".csv.gz")) {
        problems.add(field, "expected a table (.csv, .csv.gz)", "'" + name + "'");
        return std::nullopt;
    }
    if (!fs::is_regular_file(path)) {
        problems.add(field, "expected a file that can be read", "'" + path.string() + "'",
                     fs::exists(path) ? "it is not a file" : "there is no such file");
        return std::nullopt;
    }
    if (std::find(plan.inputs.begin(), plan.inputs.end(), path) == plan.inputs.end())
        plan.inputs.push_back(path);
    return path;
}

SeriesFile::SeriesFile(const SeriesSection& section, std::string field, RunPlan& plan,
                       FieldProblems& problems)
    : field_(std::move(field)), plan_(plan), problems_(problems) {
    options_.repair = section.repair;
    if (section.zone) {
        options_.zone = Zone::parse(*section.zone);
        if (!options_.zone)
            problems_.add(field_ + ".zone", "expected " + Zone::known(), "'" + *section.zone + "'");
    }
    const auto path = data_file(section.file, field_ + ".file", plan_, problems_);
    if (plan_.horizon && (!section.zone || options_.zone))
        path_ = path;
    if (!plan_.horizon && !problems_.named("time.horizon"))
        problems_.add("time.horizon", "required with " + field_ + ": expected a duration",
                      "nothing", "the series must cover the run");
}

bool SeriesFile::accept(const SeriesReading& reading) {
    for (const SeriesFault& fault : reading.faults)
        problems_.add({{path_->string(), static_cast<int>(fault.line), std::max(1, fault.column)},
                       "",
                       fault.message,
                       ""});
    for (const Repair& repair : reading.repairs)
        plan_.counts.push_back({path_->string(), "repaired: " + repair.name, repair.count});
    return reading.faults.empty();
}

void SeriesFile::check_cover(const TimeSeries& series) {
    const std::string missing = missing_cover(series, from(), until());
    if (!missing.empty())
        problems_.add({problems_.where(field_ + ".file"), field_ + ".file", missing, ""});
}

}  // namespace twin
