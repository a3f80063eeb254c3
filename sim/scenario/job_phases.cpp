#include "sim/scenario/job_phases.h"

#include <algorithm>

#include "models/power/node_power.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {

std::vector<std::string> gpu_generations(const Site& site) {
    std::vector<std::string> generations;
    for (const Rack& rack : site.racks) {
        const NodePart& node = rack.part->node;
        if (node.gpus > 0 && std::find(generations.begin(), generations.end(),
                                       node.gpu.generation) == generations.end())
            generations.push_back(node.gpu.generation);
    }
    return generations;
}

std::variant<const ActivityPart*, UnitError> find_activity(const std::string& activity,
                                                           const Site& site) {
    const auto generations = gpu_generations(site);
    if (generations.size() != 1)
        return UnitError{
            "a site with GPUs of one generation",
            generations.empty() ? "none" : fmt::format("{}", fmt::join(generations, ", ")),
            "give utilisations instead"};
    if (const auto* part = shipped_parts().find_activity(activity, generations.front()))
        return part;
    std::vector<std::string> known;
    for (const auto& [id, part] : shipped_parts().activities)
        if (part.generation == generations.front())
            known.push_back(part.activity);
    return UnitError{fmt::format("an activity that is known of {} GPUs ({})", generations.front(),
                                 fmt::join(known, ", ")),
                     "'" + activity + "'", did_you_mean(activity, known)};
}

Phase phase_of(const LoadSettings& load, SimDuration duration, double default_compute_bound,
               const Site& site, const std::string& field, FieldProblems& problems) {
    Phase phase;
    phase.duration = duration;
    phase.compute_bound = default_compute_bound;
    if (load.activity) {
        if (load.gpu_utilisation)
            problems.add(field + ".gpu_utilisation", "expected no such key beside activity",
                         TextForm<Share>::write(*load.gpu_utilisation),
                         "the activity says what the GPUs do");
        const auto found = find_activity(*load.activity, site);
        if (const UnitError* error = std::get_if<UnitError>(&found)) {
            problems.add(field + ".activity", "expected " + error->expected, error->got,
                         error->hint);
        } else {
            phase = phase_of(*std::get<const ActivityPart*>(found));
            phase.duration = duration;
        }
    }
    if (load.cpu_utilisation)
        phase.cpu_utilisation = load.cpu_utilisation->value;
    if (load.gpu_utilisation)
        phase.gpu_utilisation = load.gpu_utilisation->value;
    if (load.compute_bound)
        phase.compute_bound = load.compute_bound->value;
    return phase;
}

void add_phases(const JobSection& section, double default_compute_bound, const Site& site,
                const std::string& field, Job& job, FieldProblems& problems) {
    if (section.phases.empty()) {
        job.phases.push_back(
            phase_of(section.load, job.run_time, default_compute_bound, site, field, problems));
        return;
    }
    if (section.load.activity || section.load.cpu_utilisation || section.load.gpu_utilisation ||
        section.load.compute_bound)
        problems.add(field + ".phases",
                     "expected no activity, utilisation or compute_bound beside phases", "both",
                     "give them in each phase");
    std::vector<Phase> pattern;
    SimDuration length{};
    for (std::size_t i = 0; i < section.phases.size(); ++i) {
        const JobPhase& phase = section.phases[i];
        pattern.push_back(phase_of(phase.load, phase.lasts, default_compute_bound, site,
                                   fmt::format("{}.phases.{}", field, i), problems));
        length += phase.lasts;
    }
    const auto repeats = (job.run_time + length - SimDuration(1)) / length;
    if (repeats > most_phases / static_cast<std::int64_t>(pattern.size())) {
        problems.add(field + ".phases",
                     fmt::format("expected at most {} phases in the job's run time", most_phases),
                     fmt::format("{} times {}", repeats, pattern.size()),
                     "lengthen the phases: many steps as one");
        return;
    }
    for (SimDuration left = job.run_time; left > SimDuration(0);)
        for (Phase phase : pattern) {
            phase.duration = std::min(phase.duration, left);
            if (phase.duration > SimDuration(0))
                job.phases.push_back(phase);
            left -= phase.duration;
        }
}

}  // namespace twin
