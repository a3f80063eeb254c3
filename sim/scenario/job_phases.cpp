#include "sim/scenario/job_phases.h"

#include <algorithm>
#include <array>

#include "models/power/kernel_power.h"
#include "models/power/node_power.h"
#include "models/workload/checkpoints.h"
#include "sim/scenario/code_job.h"
#include "sim/scenario/failure_plan.h"
#include "sim/scenario/network_plan.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/training_job.h"

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
                                                           const RunPlan& plan) {
    const auto generations = gpu_generations(plan.site);
    if (generations.size() != 1)
        return UnitError{
            "a site with GPUs of one generation",
            generations.empty() ? "none" : fmt::format("{}", fmt::join(generations, ", ")),
            "give utilisations instead"};
    if (const auto* part = plan.parts->find_activity(activity, generations.front()))
        return part;
    std::vector<std::string> known;
    for (const auto& [id, part] : plan.parts->activities)
        if (part.generation == generations.front())
            known.push_back(part.activity);
    return UnitError{fmt::format("an activity that is known of {} GPUs ({})", generations.front(),
                                 fmt::join(known, ", ")),
                     "'" + activity + "'", did_you_mean(activity, known)};
}

std::variant<const NodePart*, UnitError> common_node(const Site& site) {
    std::vector<std::string> nodes;
    for (const Rack& rack : site.racks)
        if (const std::string& id = rack.part->node.id;
            std::find(nodes.begin(), nodes.end(), id) == nodes.end())
            nodes.push_back(id);
    if (nodes.size() != 1)
        return UnitError{"a site with nodes of one kind", fmt::format("{}", fmt::join(nodes, ", ")),
                         "give a run time and a load instead"};
    return &site.racks.front().part->node;
}

const NetworkPart* network_of(const RunPlan& plan) {
    const auto network = plan.parts->networks.find(plan.parts->sites.at(plan.site.id).network);
    return network == plan.parts->networks.end() ? nullptr : &network->second;
}

namespace {

class JobPlanner {
  public:
    JobPlanner(const JobSection& section, const JobDefaults& defaults, const RunPlan& plan,
               std::string field, FieldProblems& problems)
        : section_(section),
          default_compute_bound_(defaults.compute_bound),
          default_demand_(defaults.demand),
          plan_(plan),
          field_(std::move(field)),
          problems_(problems) {}

    PlannedJob build() {
        PlannedJob out;
        std::vector<Phase> pattern;
        const std::string said_by = follows_from();
        if (!said_by.empty())
            refuse_time_and_load(said_by);
        if (said_by == "kernels")
            pattern = kernel_phases();
        else if (said_by == "code")
            pattern = code_job_phases(*section_.code, section_.nodes, plan_, field_ + ".code",
                                      problems_, out.remarks);
        else if (said_by == "training")
            pattern = training_phases(out);
        else if (section_.phases.empty())
            pattern.push_back(phase_of(section_.load, *section_.run_time, field_));
        else
            pattern = given_phases();
        SimDuration length{};
        for (const Phase& phase : pattern)
            length += phase.duration;
        out.pattern = pattern.size();
        const SimDuration work = said_by.empty() ? *section_.run_time : length;
        SimDuration restart{};
        out.full_run_time = work;
        if (section_.checkpoints && !pattern.empty()) {
            out.job.checkpoints =
                plan_checkpoints(*section_.checkpoints, section_.nodes, work, trained_, plan_,
                                 field_ + ".checkpoints", problems_);
            if (const auto& checkpoints = out.job.checkpoints) {
                out.full_run_time += checkpoint_overhead(work, *checkpoints);
                restart = checkpoints->restart;
            }
        }
        out.job.name = section_.name;
        out.job.nodes = section_.nodes;
        if (out.job.checkpoints)
            out.remarks.push_back(checkpoints_remark(*section_.checkpoints, out.job, work, plan_));
        count_work(said_by, pattern, out.job);
        out.job.limit = section_.limit.value_or(usual_limit(out, pattern, restart));
        out.job.run_time = std::min(out.full_run_time, out.job.limit);
        // A job with checkpoints may do the rest in another attempt: its phases are those of all
        // its work.
        out.job.killed_at_limit = !out.job.checkpoints && out.full_run_time > out.job.limit;
        if (!said_by.empty() && section_.limit && out.full_run_time > out.job.limit)
            out.remarks.push_back(cut_off(out, work));
        // Of too many kernels their own key has told.
        const SimDuration phased = out.job.checkpoints ? work : out.job.run_time;
        if (length > SimDuration(0) &&
            (!said_by.empty() || few_enough(pattern.size(), length, phased)))
            repeat(pattern, phased, out.job);
        return out;
    }

  private:
    // An attempt that restarts with all its work ahead must not be killed, nor one that others or
    // the lie of its nodes slow. Assumption: to no less than half of its speed.
    SimDuration usual_limit(const PlannedJob& planned, const std::vector<Phase>& pattern,
                            SimDuration restart) const {
        const SimDuration least =
            planned.full_run_time + std::min(restart, SimDuration::max() - planned.full_run_time);
        const bool shares = plan_.network && plan_.network->sharing &&
                            (planned.job.checkpoints ||
                             std::any_of(pattern.begin(), pattern.end(), [](auto& phase) {
                                 return phase.demand != SharedDemand{};
                             }));
        if (!shares && !(plan_.network && planned.job.placement))
            return least;
        return least < SimDuration::max() / 2 ? 2 * least : SimDuration::max();
    }

    // What its phases compute, where that can be counted: the last one does all of it.
    void count_work(const std::string& said_by, const std::vector<Phase>& pattern, Job& job) const {
        if (pattern.empty() || (said_by != "training" && said_by != "code"))
            return;
        CountedWork counted;
        counted.unit = said_by == "code" ? "solutions" : "steps";
        counted.planned = said_by == "code" ? double(section_.code->times) : steps_;
        counted.tokens = said_by == "code" ? 0 : tokens_of_step_;
        counted.each_counts = said_by == "code";
        for (std::size_t i = 0; i + 1 < pattern.size(); ++i)
            counted.before += pattern[i].duration;
        counted.length = pattern.back().duration;
        job.counted = std::make_shared<const CountedWork>(std::move(counted));
    }

    // That its limit ends it before its work is done, at full speed, and what is left of it then.
    std::string cut_off(const PlannedJob& planned, SimDuration work) const {
        const Job& job = planned.job;
        const auto& checkpoints = job.checkpoints;
        const SimDuration done = checkpoints ? work_within(job.limit, *checkpoints) : job.limit;
        const SimDuration kept =
            checkpoints ? kept_within(job.limit, *checkpoints) : SimDuration(0);
        const auto percent = [&](SimDuration part) {
            const double share = job.counted ? job.counted->done_in(part) / job.counted->planned
                                             : to_seconds(part) / to_seconds(work);
            return fmt::format("{:.3g} %", 100 * share);
        };
        std::string what = "its work";
        if (job.counted)
            what = fmt::format("its {:.0f} {}", job.counted->planned, job.counted->unit);
        std::string keeps;
        if (checkpoints)
            keeps = fmt::format(", of which its checkpoints keep {}", percent(kept));
        else if (section_.training)
            keeps = " and nothing is kept of them without checkpoints";
        return fmt::format("its limit of {} ends it after {} of {}{} (all of it takes {})",
                           TextForm<SimDuration>::write(job.limit), percent(done), what, keeps,
                           format_quantity(to_seconds(planned.full_run_time), Dimension::duration));
    }

    // The key from which run time and load follow; empty where the job gives them itself.
    std::string follows_from() {
        // An empty list of kernels stands in the text only; jobs that are asked about by themselves
        // have no text under `field`.
        std::vector<std::string> given;
        if (!section_.kernels.empty() || problems_.has(field_ + ".kernels"))
            given.emplace_back("kernels");
        if (section_.code)
            given.emplace_back("code");
        if (section_.training)
            given.emplace_back("training");
        if (given.size() > 1)
            problems_.add(field_ + "." + given.back(),
                          "expected no such key beside " + given.front(), "both",
                          "each says all that a job does");
        return given.empty() ? "" : given.front();
    }

    void refuse_time_and_load(const std::string& beside) {
        struct Reason {
            std::string_view beside, load, time;
        };
        static constexpr std::array reasons = {
            Reason{"kernels", "the kernels say what the devices do",
                   "it follows from the kernels and the device's calibration"},
            Reason{"code", "the code says what the devices do",
                   "it follows from the code's fitted scaling"},
            Reason{"training", "the model and its plan say what the devices do",
                   "it follows from the model, its plan and the machine"}};
        const Reason& reason =
            *std::find_if(reasons.begin(), reasons.end(),
                          [&](const Reason& row) { return row.beside == beside; });
        refuse_load(beside, std::string(reason.load));
        for (const char* key : {".run_time", ".phases"})
            if (problems_.has(field_ + key))
                problems_.add(field_ + key, "expected no such key beside " + beside, "one",
                              std::string(reason.time));
    }

    // Beside what says all of it already.
    void refuse_load(const std::string& beside, const std::string& hint) {
        const LoadSettings& load = section_.load;
        if (load.activity || load.cpu_utilisation || load.gpu_utilisation || load.compute_bound)
            problems_.add(field_ + "." + beside,
                          "expected no activity, utilisation or compute_bound beside " + beside,
                          "both", hint);
        if (load.network || load.network_bound || load.storage_read || load.storage_write)
            problems_.add(field_ + "." + beside,
                          "expected nothing of network and storage beside " + beside, "both", hint);
    }

    SharedDemand demand_of(const LoadSettings& load) const {
        SharedDemand demand = default_demand_;
        if (load.network || load.network_bound) {
            demand.network = load.network.value_or(Bandwidth());
            demand.network_bound = load.network_bound.value_or(Share{}).value;
        }
        demand.storage_read = load.storage_read.value_or(Bandwidth());
        demand.storage_write = load.storage_write.value_or(Bandwidth());
        return demand;
    }

    // The load as one phase of this length. Mistakes are problems under `field`.
    Phase phase_of(const LoadSettings& load, SimDuration duration, const std::string& field) {
        Phase phase;
        phase.duration = duration;
        phase.compute_bound = default_compute_bound_;
        if (load.activity) {
            if (load.gpu_utilisation)
                problems_.add(field + ".gpu_utilisation", "expected no such key beside activity",
                              TextForm<Share>::write(*load.gpu_utilisation),
                              "the activity says what the GPUs do");
            const auto found = find_activity(*load.activity, plan_);
            if (const UnitError* error = std::get_if<UnitError>(&found)) {
                problems_.add(field + ".activity", "expected " + error->expected, error->got,
                              error->hint);
            } else {
                phase = twin::phase_of(*std::get<const ActivityPart*>(found));
                phase.duration = duration;
            }
        }
        if (load.cpu_utilisation)
            phase.cpu_utilisation = load.cpu_utilisation->value;
        if (load.gpu_utilisation)
            phase.gpu_utilisation = load.gpu_utilisation->value;
        if (load.compute_bound)
            phase.compute_bound = load.compute_bound->value;
        phase.demand = demand_of(load);
        check_demand(phase, section_.nodes, plan_, field, problems_);
        return phase;
    }

    std::vector<Phase> given_phases() {
        refuse_load("phases", "give them in each phase");
        std::vector<Phase> pattern;
        for (std::size_t i = 0; i < section_.phases.size(); ++i)
            pattern.push_back(phase_of(section_.phases[i].load, section_.phases[i].lasts,
                                       fmt::format("{}.phases.{}", field_, i)));
        return pattern;
    }

    std::vector<Phase> training_phases(PlannedJob& out) {
        auto training = plan_training_job(*section_.training, section_.nodes, plan_,
                                          field_ + ".training", problems_, out.remarks);
        if (!training)
            return {};
        out.job.placement = std::move(training->placement);
        steps_ = static_cast<double>(training->steps);
        tokens_of_step_ = double(training->task.sequence) * training->task.global_batch;
        trained_ = training_state(trained_parameters(training->task));
        return std::move(training->phases);
    }

    // One phase for each entry, which takes its times under the device's own limit.
    std::vector<Phase> kernel_phases() {
        const std::string field = field_ + ".kernels";
        if (section_.kernels.empty())
            problems_.add(field, "expected at least one kernel", "an empty list");
        if (section_.kernels.size() > std::size_t(most_phases))
            problems_.add(field, fmt::format("expected at most {} entries", most_phases),
                          std::to_string(section_.kernels.size()), "say them by their times");
        const auto found = find_device(plan_);
        if (const UnitError* error = std::get_if<UnitError>(&found)) {
            problems_.add(field, "expected " + error->expected, error->got, error->hint);
            return {};
        }
        const Device& device = std::get<Device>(found);
        std::vector<Phase> phases;
        double seconds = 0;
        for (std::size_t i = 0; i < section_.kernels.size(); ++i) {
            const JobKernel& kernel = section_.kernels[i];
            const auto run = run_on(device, kernel.run);
            if (const UnitError* error = std::get_if<UnitError>(&run)) {
                problems_.add(fmt::format("{}.{}.run", field, i), "expected " + error->expected,
                              error->got, error->hint);
                continue;
            }
            const KernelRun& once = std::get<KernelRun>(run);
            const double lasts = double(kernel.times) * once.time.si();
            seconds += lasts;
            if (seconds > TextForm<SimDuration>::longest) {
                problems_.add(field, "expected kernels that take at most 100 years",
                              format_quantity(seconds, Dimension::duration));
                return {};
            }
            Phase phase;
            // Rounded to whole nanoseconds.
            phase.duration = std::max(to_sim(Duration::from_si(lasts)), SimDuration(1));
            phase.cpu_utilisation = once.cpu_utilisation;
            phase.gpu_activity = once.activity;
            phase.compute_bound = once.compute_bound;
            phases.push_back(phase);
        }
        return phases;
    }

    struct Device {
        const NodePart* node = nullptr;
        std::shared_ptr<const Calibration> calibration;
        bool is_gpu() const { return node->gpus > 0; }
        int of_a_node() const { return is_gpu() ? node->gpus : node->cpus; }
    };

    static std::variant<KernelRun, UnitError> run_on(const Device& device, const Kernel& kernel) {
        const int devices = kernel.kind == KernelKind::peer_copy ? 2 : kernel.devices;
        const int most = device.of_a_node();
        if (devices > most)
            return UnitError{most == 1 ? "at most the one device of a node"
                                       : fmt::format("at most the {} devices of a node", most),
                             std::to_string(devices), "a kernel stays within a node"};
        return device.is_gpu() ? run_kernel(*device.node, 0, *device.calibration, kernel)
                               : run_kernel(device.node->cpu, *device.calibration, kernel);
    }

    // That of all nodes of the site. They are of one kind: another one may leave the same device
    // less power.
    static std::variant<Device, UnitError> find_device(const RunPlan& plan) {
        Device device;
        std::vector<std::string> ids;
        for (const Rack& rack : plan.site.racks) {
            const NodePart& node = rack.part->node;
            std::string id = node.gpus > 0   ? "GPUs " + node.gpu.id
                             : node.cpus > 0 ? "CPUs " + node.cpu.id
                                             : "nodes without any";
            if (std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(std::move(id));
            device.node = &node;
        }
        if (ids.size() != 1 || (device.node->gpus == 0 && device.node->cpus == 0))
            return UnitError{"a site with devices of one kind",
                             fmt::format("{}", fmt::join(ids, ", ")),
                             "give a run time and a load instead"};
        if (const auto node = common_node(plan.site); std::holds_alternative<UnitError>(node))
            return std::get<UnitError>(node);
        device.calibration = plan.parts->calibration(
            device.is_gpu() ? device.node->gpu.calibration : device.node->cpu.calibration);
        if (!device.calibration)
            return UnitError{"a site whose devices have a calibration",
                             ids.front() + ", which have none",
                             "give a run time and a load instead"};
        return device;
    }

    bool few_enough(std::size_t pattern, SimDuration length, SimDuration run_time) {
        const auto repeats = (run_time + length - SimDuration(1)) / length;
        if (repeats <= most_phases / static_cast<std::int64_t>(pattern))
            return true;
        problems_.add(field_ + ".phases",
                      fmt::format("expected at most {} phases in the job's run time", most_phases),
                      fmt::format("{} times {}", repeats, pattern),
                      "lengthen the phases: many steps as one");
        return false;
    }

    static void repeat(const std::vector<Phase>& pattern, SimDuration work, Job& job) {
        for (SimDuration left = work; left > SimDuration(0);)
            for (Phase phase : pattern) {
                phase.duration = std::min(phase.duration, left);
                if (phase.duration > SimDuration(0))
                    job.phases.push_back(phase);
                left -= phase.duration;
            }
    }

    const JobSection& section_;
    const double default_compute_bound_;
    const SharedDemand default_demand_;
    const RunPlan& plan_;
    const std::string field_;
    std::optional<DataSize> trained_;        // the states that a training changes
    double steps_ = 0, tokens_of_step_ = 0;  // of it
    FieldProblems& problems_;
};

}  // namespace

PlannedJob planned_job(const JobSection& section, const JobDefaults& defaults, const RunPlan& plan,
                       const std::string& field, FieldProblems& problems) {
    return JobPlanner(section, defaults, plan, field, problems).build();
}

}  // namespace twin
