#include "sim/scenario/build.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>

#include "sim/arrivals/job_list.h"
#include "sim/arrivals/list_source.h"
#include "sim/arrivals/swf.h"
#include "sim/scenario/changes.h"
#include "sim/scenario/cooling_plan.h"
#include "sim/scenario/energy_plan.h"
#include "sim/scenario/failure_plan.h"
#include "sim/scenario/job_phases.h"
#include "sim/scenario/network_plan.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/power_plan.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

UtilisationSettings settings_of(const DistributionSection& section) {
    UtilisationSettings settings;
    if (section.distribution == "uniform")
        settings.kind = UtilisationSettings::Kind::uniform;
    else if (section.distribution == "beta")
        settings.kind = UtilisationSettings::Kind::beta;
    settings.mean = section.mean.value_or(Share{settings.mean}).value;
    settings.concentration = section.concentration.value_or(settings.concentration);
    settings.min = section.min.value_or(Share{settings.min}).value;
    settings.max = section.max.value_or(Share{settings.max}).value;
    return settings;
}

// The field of a fault of the generator as the scenario names it.
std::string generator_field(std::string field) {
    if (field == "horizon")
        return "time.horizon";
    if (field == "rate")
        field = "jobs_per_day";
    std::erase(field, ']');
    std::replace(field.begin(), field.end(), '[', '.');
    return "workload.generator." + field;
}

class Builder {
  public:
    Builder(const CheckedScenario& checked, const BuildOptions& options)
        : s_(checked.scenario), kpis_(checked.kpis), options_(options), problems_(checked.places) {
        plan_.parts = checked.parts;
        plan_.inputs = checked.part_files;
    }

    BuiltRun build() {
        plan_.warm_up = s_.time.warm_up;
        plan_.interval = s_.time.interval;
        plan_.horizon = s_.time.horizon;
        plan_.seed = s_.workload.seed;
        if (s_.time.horizon && s_.time.warm_up >= *s_.time.horizon)
            problem("time.warm_up", "expected less than the horizon",
                    TextForm<SimDuration>::write(s_.time.warm_up));
        if (build_site_plan()) {
            build_power(s_, plan_, problems_);
            build_network(s_, plan_, problems_);
            build_scheduling();
            build_failures(s_, plan_, problems_);
            build_jobs();
            if (start_known_) {
                build_cooling(s_, plan_, problems_);
                build_energy(s_, kpis_, plan_, problems_);
                plan_.changes = build_changes(s_, plan_, problems_);
                add_limit_remark();
            }
            check_intervals();
            check_warm_up();
        }
        return {std::move(plan_), std::move(problems_).take()};
    }

  private:
    void problem(const std::string& field, const std::string& expected, const std::string& got,
                 const std::string& hint = "") {
        problems_.add(field, expected, got, hint);
    }

    bool build_site_plan() {
        SiteDescription description = plan_.parts->sites.at(s_.site.part);
        const bool sized_by_scenario = description.rows.front().part->nodes == 0;
        if (sized_by_scenario && !s_.site.nodes)
            return problem("site.nodes", "required: expected the number of processors", "nothing"),
                   false;
        if (!sized_by_scenario && s_.site.nodes)
            return problem("site.nodes",
                           fmt::format("expected no such key, {} has its own number of nodes",
                                       s_.site.part),
                           std::to_string(*s_.site.nodes),
                           "change racks, or use the site flat-pool"),
                   false;
        if (sized_by_scenario)
            description.rows.front().nodes.value = *s_.site.nodes;
        if (s_.site.racks) {
            if (sized_by_scenario)
                return problem("site.racks", "expected no such key, flat-pool has no racks",
                               "a table", "change site.nodes"),
                       false;
            const auto& rack = plan_.parts->racks.at(s_.site.racks->part);
            if (rack->nodes == 0)
                return problem("site.racks.part", "expected a rack with slots",
                               "'" + s_.site.racks->part + "'"),
                       false;
            if (s_.site.racks->add > 1'000'000 / rack->nodes)
                return problem("site.racks.add", "expected to add at most 1000000 nodes",
                               fmt::format("{} racks of {} nodes", s_.site.racks->add,
                                           rack->nodes.value)),
                       false;
            description.rows.push_back(
                {rack, {s_.site.racks->add, Evidence::assumption, "added by the scenario"}, {}});
        }
        if (s_.site.it_power_limit && !description.has_power)
            problem("site.it_power_limit",
                    fmt::format("expected no such key, the power of {} is not known", s_.site.part),
                    TextForm<Power>::write(*s_.site.it_power_limit));
        if (s_.site.it_power_limit)
            description.it_power_limit = {*s_.site.it_power_limit, Evidence::assumption,
                                          "set by the scenario"};
        plan_.site = build_site(description);
        return true;
    }

    void build_scheduling() {
        SchedulingPlan& plan = plan_.scheduling;
        plan.policy = find_scheduler(s_.scheduling.policy);
        plan.placement = find_placement(s_.scheduling.placement);
        plan.partition_nodes = s_.scheduling.partition_nodes.value_or(plan_.site.nodes);
        plan.lost_jobs = lost_jobs_of(s_.scheduling.lost_jobs);
        if (plan.partition_nodes > plan_.site.nodes)
            problem("scheduling.partition_nodes",
                    fmt::format("expected at most the {} nodes of the site", plan_.site.nodes),
                    std::to_string(plan.partition_nodes));
        largest_job_ = std::min(largest_partition(), plan_.site.nodes);
    }

    // Of the start and of all events: a larger job can wait for its partition.
    NodeCount largest_partition() const {
        NodeCount nodes = plan_.scheduling.partition_nodes;
        for (const EventSection& event : s_.events) {
            NodeCount value = 0;
            if (event.set == "scheduling.partition_nodes" && event.to &&
                std::from_chars(event.to->text.data(),
                                event.to->text.data() + event.to->text.size(), value)
                        .ec == std::errc())
                nodes = std::max(nodes, value);
        }
        return nodes;
    }

    void build_jobs() {
        std::vector<MergedSource::Input> inputs;
        const auto cpu = utilisation("cpu", s_.workload.utilisation.cpu);
        const auto gpu = utilisation("gpu", s_.workload.utilisation.gpu);
        if (s_.workload.trace)
            add_trace(inputs, cpu, gpu);
        if (!start_known_ && s_.time.start) {
            plan_.start = *s_.time.start;
            start_known_ = true;
        }
        if (!start_known_ && problems_.none())
            problem(
                "time.start",
                "required where no trace gives it: expected " + TextForm<CalendarTime>::expected(),
                "nothing");
        if (s_.workload.generator)
            add_generator(inputs, cpu, gpu);
        if (!s_.jobs.empty() && start_known_)
            add_jobs(inputs);
        if (!s_.workload.trace && !s_.workload.generator && s_.jobs.empty())
            problem("workload", "expected a trace, a generator or at least one [[job]]", "nothing");
        if (problems_.none())
            plan_.jobs = std::make_unique<MergedSource>(std::move(inputs), s_.workload.seed);
    }

    std::optional<UtilisationSettings> utilisation(
        const char* name, const std::optional<DistributionSection>& section) {
        if (!section)
            return std::nullopt;
        const std::string field = std::string("workload.utilisation.") + name;
        const std::string& kind = section->distribution;
        use_of(field + ".mean", section->mean.has_value(), kind != "uniform", kind);
        use_of(field + ".concentration", section->concentration.has_value(), kind == "beta", kind);
        use_of(field + ".min", section->min.has_value(), kind == "uniform", kind);
        use_of(field + ".max", section->max.has_value(), kind == "uniform", kind);
        if (kind == "uniform" && section->min && section->max &&
            section->min->value > section->max->value)
            problem(field + ".max", "expected at least the min",
                    TextForm<Share>::write(*section->max));
        if (kind == "beta" && section->mean &&
            (section->mean->value <= 0 || section->mean->value >= 1))
            problem(field + ".mean", "expected a share between 0 % and 100 % with beta",
                    TextForm<Share>::write(*section->mean));
        if (!problems_.none())
            return std::nullopt;
        const UtilisationSettings settings = settings_of(*section);
        for (const auto& fault : check(settings, field))
            problems_.add({problems_.where(fault.field), fault.field, fault.message, ""});
        return settings;
    }

    // A distribution needs its own parameters and no others.
    void use_of(const std::string& field, bool given, bool needed, const std::string& kind) {
        if (needed && !given)
            problem(field, fmt::format("required with {}: expected a value", kind), "nothing");
        else if (given && !needed)
            problem(field, "expected no such key", "one", "it does nothing with " + kind);
    }

    // Legal, but a planner should know: what a cap slows needs more than its run time.
    void add_limit_remark() {
        const bool slows =
            s_.power.gpu_cap || (is_capped(s_) && lowers_gpu_cap(s_)) ||
            std::any_of(s_.events.begin(), s_.events.end(),
                        [](const EventSection& event) { return event.set == "power.gpu_cap"; });
        if (slows && tight_jobs_ > 0)
            plan_.remarks.push_back(fmt::format(
                "job: {} of {} [[job]]s may run no longer than their run time: one that a cap on "
                "its GPUs slows is killed at its limit (give it a longer limit)",
                tight_jobs_, s_.jobs.size()));
    }

    // Every interval is a row for the site and for each group and rack.
    void check_intervals() {
        constexpr std::int64_t most = 2'000'000;
        const SimTime last_submit = std::max(last_job_, plan_.last_submit.value_or(sim_start));
        const SimDuration length = s_.time.horizon.value_or(last_submit - sim_start);
        if (length / plan_.interval <= most)
            return;
        const auto least = std::chrono::ceil<std::chrono::seconds>(length / most);
        problem("time.interval",
                fmt::format("expected at least {}, so that a run of {} has at most {} intervals",
                            TextForm<SimDuration>::write(least),
                            TextForm<SimDuration>::write(length), most),
                TextForm<SimDuration>::write(plan_.interval));
    }

    // KPIs of plant and energy add up whole intervals after the warm-up, the bill begins at its
    // end.
    void check_warm_up() {
        const bool has_plant = s_.energy || (s_.cooling && s_.cooling->plant != "none") ||
                               plan_.site.supply.has_value();
        if (!has_plant || plan_.warm_up % plan_.interval == SimDuration(0))
            return;
        problem("time.warm_up",
                fmt::format("expected a multiple of the interval of {} in a run with cooling, "
                            "energy or a supply",
                            TextForm<SimDuration>::write(plan_.interval)),
                TextForm<SimDuration>::write(plan_.warm_up),
                "their KPIs add up whole intervals, the bill begins where the warm-up ends");
    }

    void add_trace(std::vector<MergedSource::Input>& inputs,
                   const std::optional<UtilisationSettings>& cpu,
                   const std::optional<UtilisationSettings>& gpu) {
        const TraceSection& trace = *s_.workload.trace;
        const std::string field = "workload.trace.file";
        const fs::path path = resolve_file(trace.file, problems_.where(field));
        const std::string_view format = log_format(path);
        if (format.empty())
            return problem(field, "expected a job log (.swf, .swf.gz) or job list (.csv, .csv.gz)",
                           "'" + trace.file + "'");
        if (!fs::is_regular_file(path))
            return problem(field, "expected a file that can be read", "'" + path.string() + "'",
                           fs::exists(path) ? "it is not a file" : "there is no such file");
        plan_.inputs.push_back(path);
        LogOptions log;
        log.max_nodes = largest_job_;
        log.scale_nodes = trace.scale_nodes;
        log.length = s_.time.horizon;
        if (format == "swf")
            add_log(inputs, path, log, cpu, gpu);
        else
            add_list(inputs, path, log, cpu, gpu);
        plan_.job_sources.push_back(trace.file);
    }

    void add_log(std::vector<MergedSource::Input>& inputs, const fs::path& path, LogOptions log,
                 const std::optional<UtilisationSettings>& cpu,
                 const std::optional<UtilisationSettings>& gpu) {
        const std::chrono::sys_seconds start{
            std::chrono::seconds(read_swf_header(path).unix_start_time.value_or(0))};
        if (start < text_form::earliest || start > text_form::latest)
            return problem("workload.trace.file",
                           fmt::format("expected a UnixStartTime from {} to {} in the log's header",
                                       format_calendar(text_form::earliest),
                                       format_calendar(text_form::latest)),
                           fmt::format("{}", start.time_since_epoch().count()));
        const CalendarTime zero = start;
        const auto& from = s_.workload.trace->from;
        if (from)
            log.from = *from - zero;
        const SwfSummary summary = scan_swf(path, log);
        check_log(path, summary);
        if (!summary.first_submit)
            return;
        set_start(from ? *from : zero + *summary.first_submit);
        plan_.last_submit =
            sim_start + (*summary.last_submit - log.from.value_or(*summary.first_submit));
        inputs.push_back({std::make_unique<SwfSource>(path, log, summary), cpu, gpu,
                          s_.workload.utilisation.compute_bound, job_traffic()});
    }

    void add_list(std::vector<MergedSource::Input>& inputs, const fs::path& path,
                  const LogOptions& log, std::optional<UtilisationSettings> cpu,
                  std::optional<UtilisationSettings> gpu) {
        if (s_.workload.trace->from)
            problem("workload.trace.from", "expected no such key, a job list has no calendar",
                    format_calendar(*s_.workload.trace->from), "its zero is time.start");
        JobListOptions list{log};
        list.from = SimDuration(0);
        list.gpus_per_node = std::max(1, plan_.site.racks.front().part->node.gpus.value);
        const JobListSummary summary = scan_job_list(path, list);
        for (const auto& fault : summary.header_faults)
            problems_.add({{path.string(), static_cast<int>(fault.line), std::max(1, fault.column)},
                           "",
                           fault.message,
                           ""});
        if (!summary.header_faults.empty())
            return;
        check_log(path, summary);
        if (!summary.first_submit)
            return;
        plan_.last_submit = sim_start + *summary.last_submit;
        if (summary.gives_cpu_utilisation)
            cpu.reset();
        if (summary.gives_gpu_utilisation)
            gpu.reset();
        inputs.push_back({std::make_unique<JobListSource>(path, list, summary), cpu, gpu,
                          s_.workload.utilisation.compute_bound, job_traffic()});
    }

    void check_log(const fs::path& path, const LogSummary& summary) {
        if (!summary.first_submit)
            problem(
                "workload.trace.file", "expected at least one usable job in the run's time",
                fmt::format("{} records, {} dropped, {} outside the time", summary.counts.records,
                            summary.counts.dropped(), summary.counts.outside_window),
                summary.counts.larger_than_site > 0
                    ? fmt::format("{} ask for more than the {} nodes that jobs may use",
                                  summary.counts.larger_than_site, largest_job_)
                    : "");
        if (!options_.strict || summary.counts.dropped() == 0)
            return;
        for (const auto& fault : summary.unusable)
            problems_.add({{path.string(), static_cast<int>(fault.line), std::max(1, fault.column)},
                           "",
                           fault.message,
                           ""});
        const auto more =
            summary.counts.dropped() - static_cast<std::int64_t>(summary.unusable.size());
        if (more > 0)
            problem("workload.trace.file", "expected only usable records with --strict",
                    fmt::format("{} more that are not", more));
    }

    void set_start(CalendarTime of_log) {
        plan_.start = s_.time.start.value_or(of_log);
        start_known_ = true;
    }

    void add_generator(std::vector<MergedSource::Input>& inputs,
                       const std::optional<UtilisationSettings>& cpu,
                       const std::optional<UtilisationSettings>& gpu) {
        const GeneratorSection& section = *s_.workload.generator;
        const std::string field = "workload.generator";
        if (!s_.time.horizon)
            return problem("time.horizon", "required with a generator: expected a duration",
                           "nothing");
        if (section.jobs.has_value() == section.jobs_per_day.has_value())
            return problem(field, "expected either jobs or jobs_per_day",
                           section.jobs ? "both" : "neither");
        GeneratorSettings settings = section.settings;
        settings.submits.jobs = section.jobs;
        if (section.jobs_per_day)
            settings.submits.rate = *section.jobs_per_day / 86400 * hertz;
        settings.submits.horizon = *s_.time.horizon;
        settings.submits.start = plan_.start;
        settings.site_nodes = largest_job_;
        if (!problems_.has(field + ".sizes"))
            for (const SizeRange& range : settings.sizes)
                if (range.max > largest_job_)
                    return problem(
                        field + ".sizes",
                        fmt::format("required where jobs may use {} nodes only: expected "
                                    "ranges of numbers of nodes",
                                    largest_job_),
                        "nothing", "the default goes up to 4000 nodes, as on Theta");
        const auto faults = check(settings);
        for (const auto& fault : faults) {
            const std::string key = generator_field(fault.field);
            problems_.add({problems_.where(key), key, fault.message, ""});
        }
        if (!faults.empty())
            return;
        inputs.push_back({std::make_unique<GeneratorSource>(settings, s_.workload.seed), cpu, gpu,
                          s_.workload.utilisation.compute_bound, job_traffic()});
        plan_.job_sources.push_back("generator");
    }

    // Of jobs that do not say.
    SharedDemand job_traffic() const {
        return {.network = s_.network.job_traffic.network,
                .network_bound = s_.network.job_traffic.network_bound};
    }

    // Legal, as runs tell jobs apart by their numbers; but who asks for one by its name gets none.
    void remark_on_names() {
        std::map<std::string, int> jobs;
        for (const JobSection& section : s_.jobs)
            ++jobs[section.name];
        for (const auto& [name, count] : jobs)
            if (count > 1)
                plan_.remarks.push_back(
                    fmt::format("{} jobs are called '{}': twin estimate --job takes none of them",
                                count, name));
    }

    void add_jobs(std::vector<MergedSource::Input>& inputs) {
        remark_on_names();
        std::vector<Job> jobs(s_.jobs.size());
        for (std::size_t i = 0; i < s_.jobs.size(); ++i) {
            const JobSection& section = s_.jobs[i];
            const std::string field = fmt::format("job.{}", i);
            PlannedJob planned =
                planned_job(section, {s_.workload.utilisation.compute_bound, job_traffic()}, plan_,
                            field, problems_);
            for (const std::string& remark : planned.remarks)
                plan_.remarks.push_back(field + ": " + remark);
            Job& job = jobs[i] = std::move(planned.job);
            job.submit = section.submit.in(plan_.start);
            if (job.limit <= planned.full_run_time)
                ++tight_jobs_;
            if (section.nodes > largest_job_)
                problem(
                    field + ".nodes",
                    fmt::format("expected at most the {} nodes that jobs may use", largest_job_),
                    std::to_string(section.nodes));
            check_in_run(field + ".submit", section.submit, plan_, problems_);
            const auto repeated = std::min(job.phases.size(), planned.pattern);
            const std::string waits = never_fits(s_, job, {job.phases.data(), repeated}, plan_);
            const std::string anew = starts_anew(job, plan_);
            if (const std::string never = never_ends(job, plan_); !never.empty())
                problems_.add(field, "expected a job that can end, as the run has no time.horizon",
                              never, "give it checkpoints, or the run a time.horizon");
            for (const std::string& remark : {waits, anew})
                if (!remark.empty())
                    plan_.remarks.push_back(field + ": " + remark);
            last_job_ = std::max(last_job_, job.submit);
        }
        inputs.push_back({std::make_unique<ListSource>(std::move(jobs)), {}, {}, {}, {}});
        plan_.job_sources.push_back("[[job]]");
    }

    const Scenario& s_;
    const std::vector<std::string>& kpis_;
    const BuildOptions& options_;
    RunPlan plan_;
    FieldProblems problems_;
    bool start_known_ = false;
    NodeCount largest_job_ = 0;
    SimTime last_job_ = sim_start;  // submit of the last [[job]]
    int tight_jobs_ = 0;            // [[job]]s that may run no longer than their run time
};

}  // namespace

BuiltRun build_run(const CheckedScenario& checked, const BuildOptions& options) {
    return Builder(checked, options).build();
}

}  // namespace twin
