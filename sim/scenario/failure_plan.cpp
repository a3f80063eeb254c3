#include "sim/scenario/failure_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "models/workload/checkpoints.h"
#include "sim/scenario/job_phases.h"
#include "sim/scenario/network_plan.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

constexpr std::array<std::pair<std::string_view, FailingPart>, 7> failing_parts = {{
    {"gpu", FailingPart::gpu},
    {"node", FailingPart::node},
    {"link", FailingPart::link},
    {"leaf_switch", FailingPart::leaf_switch},
    {"program", FailingPart::program},
    {"global_cable", FailingPart::global_cable},
    {"spine_switch", FailingPart::spine_switch},
}};

FailingPart failing_part(const std::string& word) {
    for (const auto& [name, part] : failing_parts)
        if (name == word)
            return part;
    return FailingPart::node;  // the reader has told
}

class FailuresBuilder {
  public:
    FailuresBuilder(const Scenario& scenario, RunPlan& plan, FieldProblems& problems)
        : scenario_(scenario), section_(*scenario.failures), plan_(plan), problems_(problems) {}

    void build() {
        std::vector<CauseText> causes;
        std::vector<LinkCauseText> links;
        std::optional<Duration> gpu_mtbf = section_.gpu_mtbf, node_mtbf = section_.node_mtbf;
        const bool rate_given = gpu_mtbf || node_mtbf;
        if (section_.set) {
            const FailuresPart& set = plan_.parts->failures.at(*section_.set);
            causes = cause_texts(set.causes);
            links = link_texts(set.links);
            if (!rate_given) {
                if (set.gpu_mtbf)
                    gpu_mtbf = set.gpu_mtbf->value;
                if (set.node_mtbf)
                    node_mtbf = set.node_mtbf->value;
            }
        }
        const auto report = [&](const std::vector<SettingFault>& faults) {
            for (const SettingFault& fault : faults)
                problems_.add({problems_.where("failures." + fault.field),
                               "failures." + fault.field, fault.message, ""});
        };
        if (problems_.has("failures.causes")) {
            causes = cause_texts(section_.causes);
            report(cause_faults(causes));
        } else if (!section_.set) {
            problems_.add("failures", "expected a set or causes", "neither");
        }
        if (problems_.has("failures.links")) {
            links = link_texts(section_.links);
            report(link_faults(links, causes));
        } else if (problems_.has("failures.causes")) {
            report(names_taken(causes, links));
        }
        if (gpu_mtbf && node_mtbf)
            problems_.add("failures", "expected either gpu_mtbf or node_mtbf", "both",
                          "causes have shares in one rate");
        else if (!gpu_mtbf && !node_mtbf && !section_.set)
            problems_.add("failures", "expected gpu_mtbf or node_mtbf with causes", "neither");
        const int gpus = plan_.site.gpus();
        if (gpu_mtbf && gpus == 0)
            problems_.add(section_.gpu_mtbf ? "failures.gpu_mtbf" : "failures.set",
                          "expected a site with GPUs, by which these failures are counted",
                          plan_.site.name, "give node_mtbf");
        FailurePlan failures;
        failures.by_gpu = gpu_mtbf.has_value();
        failures.nodes_per_leaf = nodes_per_leaf(causes);
        if (!problems_.none())
            return;
        const Duration mtbf = gpu_mtbf ? *gpu_mtbf / gpus : *node_mtbf / plan_.site.nodes;
        if (!few_enough(mtbf, gpu_mtbf ? "failures.gpu_mtbf" : "failures.node_mtbf"))
            return;
        double shares = 0;
        for (const CauseText& cause : causes)
            shares += cause.share;
        for (const CauseText& cause : causes)
            if (cause.share > 0)
                failures.causes.push_back({cause.name,
                                           failing_part(cause.takes),
                                           mtbf * (shares / cause.share),
                                           {cause.repair_median.value_or(Duration()),
                                            cause.repair_mean.value_or(Duration())}});
        add_links(links, failures);
        plan_.failures = std::move(failures);
    }

  private:
    // By the links of a set: each cause has the random numbers of its name.
    static std::vector<SettingFault> names_taken(const std::vector<CauseText>& causes,
                                                 const std::vector<LinkCauseText>& links) {
        std::vector<SettingFault> faults;
        for (std::size_t i = 0; i < causes.size(); ++i)
            for (const LinkCauseText& link : links)
                if (link.name == causes[i].name)
                    faults.push_back(
                        {fmt::format("causes.{}.name", i),
                         fmt::format("expected a name that none of the set's links has, got '{}'",
                                     link.name)});
        return faults;
    }

    // More would make a run last for days.
    bool few_enough(Duration mtbf, const std::string& field) {
        const double expected = plan_.horizon ? to_quantity(*plan_.horizon) / mtbf : 0;
        if (expected <= static_cast<double>(FailurePlan().most))
            return true;
        problems_.add(field, "expected at most 1,000,000 failures of the site in the run",
                      fmt::format("{:.4g}", expected));
        return false;
    }

    // Where jobs share no network nothing is slower for a lost link.
    void add_links(const std::vector<LinkCauseText>& links, FailurePlan& failures) {
        if (!plan_.network || !plan_.network->sharing)
            return;
        const NetworkPlan& network = *plan_.network;
        for (std::size_t i = 0; i < links.size(); ++i) {
            const LinkCauseText& link = links[i];
            const FailingPart part = failing_part(link.takes);
            const int parts = part == FailingPart::global_cable
                                  ? network.groups * (network.groups - 1) / 2 * network.cables
                                  : network.groups * network.spines;
            if (parts > 0 &&
                few_enough(link.mtbf / parts, fmt::format("failures.links.{}.mtbf", i)))
                failures.causes.push_back({link.name, part, link.mtbf / parts, link.repair});
        }
    }

    int nodes_per_leaf(const std::vector<CauseText>& causes) {
        const auto leaf = std::find_if(causes.begin(), causes.end(), [](const CauseText& cause) {
            return cause.takes == "leaf_switch";
        });
        if (leaf == causes.end())
            return 0;
        const std::string& id = plan_.parts->sites.at(scenario_.site.part).network;
        const auto network = plan_.parts->networks.find(id);
        const int nodes =
            network == plan_.parts->networks.end() ? 0 : network->second.nodes_per_leaf.value;
        if (nodes == 0)
            problems_.add("failures", "expected a site whose network has leaf switches",
                          plan_.site.name, "the cause '" + leaf->name + "' takes one");
        return nodes;
    }

    const Scenario& scenario_;
    const FailuresSection& section_;
    RunPlan& plan_;
    FieldProblems& problems_;
};

// What the file system and the nodes' links to it let through of what is asked for, or of all that
// it has. A run without sharing takes the word of whoever asks.
Bandwidth write_rate(std::optional<Bandwidth> asked, NodeCount nodes, const NetworkPlan& network) {
    const Bandwidth has = network.storage->write_bandwidth.value;
    if (asked && !network.sharing)
        return *asked;
    return std::min({asked.value_or(has), has, storage_reach(network, nodes)});
}

}  // namespace

std::vector<CauseText> cause_texts(const std::vector<FailureCausePart>& causes) {
    const auto value = [](const auto& figure) {
        return figure ? std::optional<Duration>(figure->value) : std::nullopt;
    };
    std::vector<CauseText> texts;
    for (const FailureCausePart& cause : causes)
        texts.push_back({cause.name, cause.takes, cause.share, value(cause.repair_median),
                         value(cause.repair_mean)});
    return texts;
}

std::vector<CauseText> cause_texts(const std::vector<FailureCauseSection>& causes) {
    std::vector<CauseText> texts;
    for (const FailureCauseSection& cause : causes)
        texts.push_back(
            {cause.name, cause.takes, cause.share.value, cause.repair_median, cause.repair_mean});
    return texts;
}

std::vector<SettingFault> cause_faults(const std::vector<CauseText>& causes) {
    std::vector<SettingFault> faults;
    std::set<std::string> names;
    double shares = 0;
    for (std::size_t i = 0; i < causes.size(); ++i) {
        const CauseText& cause = causes[i];
        const std::string field = fmt::format("causes.{}.", i);
        shares += cause.share;
        if (!names.insert(cause.name).second)
            faults.push_back({field + "name", fmt::format("expected a name that no other cause "
                                                          "has, got '{}'",
                                                          cause.name)});
        const std::pair<const char*, const std::optional<Duration>&> repair[] = {
            {"repair_median", cause.repair_median}, {"repair_mean", cause.repair_mean}};
        for (const auto& [key, time] : repair)
            if (cause.takes == "program" && time)
                faults.push_back({field + key, fmt::format("expected no such key where a program "
                                                           "fails, got {}",
                                                           TextForm<Duration>::write(*time))});
            else if (cause.takes != "program" && !time)
                faults.push_back({field + key, fmt::format("required where a failure takes a {}: "
                                                           "expected a duration, got nothing",
                                                           cause.takes)});
        if (cause.repair_median && cause.repair_mean && *cause.repair_mean < *cause.repair_median)
            faults.push_back({field + "repair_mean",
                              fmt::format("expected at least the median of {}, got {}",
                                          TextForm<Duration>::write(*cause.repair_median),
                                          TextForm<Duration>::write(*cause.repair_mean))});
    }
    // As far as printed digits leave.
    if (std::abs(shares - 1) > 0.001)
        faults.push_back(
            {"causes",
             fmt::format("expected shares that add up to 100 %, got {:.4g} %", 100 * shares)});
    return faults;
}

std::vector<LinkCauseText> link_texts(const std::vector<LinkFailurePart>& links) {
    std::vector<LinkCauseText> texts;
    for (const LinkFailurePart& link : links)
        texts.push_back({link.name,
                         link.takes,
                         link.mtbf.value,
                         {link.repair_median.value, link.repair_mean.value}});
    return texts;
}

std::vector<LinkCauseText> link_texts(const std::vector<LinkFailureSection>& links) {
    std::vector<LinkCauseText> texts;
    for (const LinkFailureSection& link : links)
        texts.push_back({link.name, link.takes, link.mtbf, {link.repair_median, link.repair_mean}});
    return texts;
}

std::vector<SettingFault> link_faults(const std::vector<LinkCauseText>& links,
                                      const std::vector<CauseText>& causes) {
    std::vector<SettingFault> faults;
    std::set<std::string> names;
    for (const CauseText& cause : causes)
        names.insert(cause.name);
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkCauseText& link = links[i];
        const std::string field = fmt::format("links.{}.", i);
        if (!names.insert(link.name).second)
            faults.push_back({field + "name", fmt::format("expected a name that no other cause "
                                                          "has, got '{}'",
                                                          link.name)});
        if (link.repair.mean < link.repair.median)
            faults.push_back(
                {field + "repair_mean", fmt::format("expected at least the median of {}, got {}",
                                                    TextForm<Duration>::write(link.repair.median),
                                                    TextForm<Duration>::write(link.repair.mean))});
    }
    return faults;
}

void build_failures(const Scenario& scenario, RunPlan& plan, FieldProblems& problems) {
    if (scenario.failures)
        FailuresBuilder(scenario, plan, problems).build();
}

std::string starts_anew(const Job& job, const RunPlan& plan) {
    if (!plan.failures || job.checkpoints || plan.scheduling.lost_jobs == LostJobs::fail)
        return "";
    const Duration mtbf = plan.failures->mtbf_of(static_cast<double>(job.nodes) / plan.site.nodes);
    const Duration run_time = to_quantity(job.run_time);
    if (run_time <= mtbf)
        return "";
    return fmt::format(
        "{} nodes meet a failure in {} and the job starts anew each time, with {} to "
        "run (give it checkpoints)",
        job.nodes, format_quantity(mtbf.si(), Dimension::duration),
        format_quantity(run_time.si(), Dimension::duration));
}

std::string never_ends(const Job& job, const RunPlan& plan) {
    if (plan.horizon || starts_anew(job, plan).empty())
        return "";
    const Duration mtbf = plan.failures->mtbf_of(static_cast<double>(job.nodes) / plan.site.nodes);
    const Duration run_time = to_quantity(job.run_time);
    // Failures are a Poisson process: of so many attempts one lasts.
    const double lengths = run_time / mtbf;
    if (lengths < std::log(static_cast<double>(plan.failures->most)))
        return "";
    return fmt::format(
        "{} nodes without checkpoints that meet a failure in {} and have {} to run: "
        "of 1e{:.0f} attempts one would last",
        job.nodes, format_quantity(mtbf.si(), Dimension::duration),
        format_quantity(run_time.si(), Dimension::duration), lengths / std::log(10.0));
}

std::string checkpoints_remark(const CheckpointsSection& section, const Job& job, SimDuration work,
                               const RunPlan& plan) {
    const Checkpoints& checkpoints = *job.checkpoints;
    const auto duration = [](SimDuration time) {
        return format_quantity(to_seconds(time), Dimension::duration);
    };
    std::string why;
    if (plan.failures) {
        const Duration mtbf =
            plan.failures->mtbf_of(static_cast<double>(job.nodes) / plan.site.nodes);
        const std::string meets = fmt::format("its nodes meet a failure in {}",
                                              format_quantity(mtbf.si(), Dimension::duration));
        if (const auto* word = std::get_if<std::string>(&section.interval.value))
            why = fmt::format(" ({}, as {})", *word, meets);
        else
            why =
                fmt::format(" ({}: daly would be {})", meets,
                            duration(to_sim(daly_interval(to_quantity(checkpoints.write), mtbf))));
    }
    std::string cost = " while work goes on";
    if (checkpoints.blocking) {
        const SimDuration overhead = checkpoint_overhead(work, checkpoints);
        cost = " while work stands still";
        if (overhead > SimDuration(0))
            cost += fmt::format(": {:.2g} % longer", 100 * to_seconds(overhead) / to_seconds(work));
    }
    std::string bound;
    if (section.write && plan.network && plan.network->storage)
        if (const Bandwidth gets = write_rate(section.write, job.nodes, *plan.network);
            gets < *section.write)
            bound = fmt::format(
                " at {}, all that {} and the nodes' links to it have of the {} asked "
                "for,",
                format_quantity(gets.si(), Dimension::bandwidth), plan.network->storage->name,
                format_quantity(section.write->si(), Dimension::bandwidth));
    return fmt::format("a checkpoint of {} after every {} of work{}, written in {}{}{}",
                       format_quantity(checkpoints.size.si(), Dimension::data_size),
                       duration(checkpoints.interval), why, duration(checkpoints.write), bound,
                       cost);
}

std::optional<Checkpoints> plan_checkpoints(const CheckpointsSection& section, NodeCount nodes,
                                            SimDuration work, std::optional<DataSize> trained,
                                            const RunPlan& plan, const std::string& field,
                                            FieldProblems& problems) {
    const std::optional<DataSize> size = section.size ? section.size : trained;
    std::optional<Bandwidth> bandwidth = section.write;
    if (bandwidth)
        check_storage_rate(*bandwidth, nodes, plan, field + ".write", problems);
    if (plan.network && plan.network->storage)
        bandwidth = write_rate(bandwidth, nodes, *plan.network);
    if (!size)
        problems.add(field + ".size", "required: expected a data size", "nothing",
                     "only of a training it is known");
    if (!bandwidth)
        problems.add(field + ".write", "required: expected a bandwidth", "nothing",
                     "no file system of the site is known");
    if (!size || !bandwidth)
        return std::nullopt;
    Checkpoints checkpoints;
    checkpoints.size = *size;
    checkpoints.blocking = section.blocking;
    const Duration write = *size / *bandwidth;
    if (write > 100 * 365.25 * day) {
        problems.add(field + ".size", "expected a checkpoint that is written in 100 years",
                     format_quantity(size->si(), Dimension::data_size));
        return std::nullopt;
    }
    checkpoints.write = to_sim(write);
    // As much is read, as fast: by assumption.
    checkpoints.read = checkpoints.write;
    checkpoints.restart = section.restart + checkpoints.read;
    std::string interval;
    if (const auto* given = std::get_if<SimDuration>(&section.interval.value)) {
        checkpoints.interval = *given;
        interval = TextForm<SimDuration>::write(*given);
    } else if (plan.failures) {
        const Duration mtbf = plan.failures->mtbf_of(static_cast<double>(nodes) / plan.site.nodes);
        const bool daly = std::get<std::string>(section.interval.value) == "daly";
        checkpoints.interval =
            to_sim(daly ? daly_interval(write, mtbf) : young_interval(write, mtbf));
        interval =
            fmt::format("{} for a failure in {}",
                        format_quantity(to_seconds(checkpoints.interval), Dimension::duration),
                        format_quantity(mtbf.si(), Dimension::duration));
    } else if (!problems.has("failures")) {
        problems.add(field + ".interval", "expected a duration in a run without [failures]",
                     TextForm<CheckpointInterval>::write(section.interval),
                     "no failures, no best interval");
        return std::nullopt;
    } else {
        return std::nullopt;  // they have problems of their own
    }
    if (checkpoints.interval < checkpoints.write || checkpoints.interval <= SimDuration(0)) {
        // Times that follow from a rate may have all digits of a nanosecond.
        const std::string exact = TextForm<SimDuration>::write(checkpoints.write);
        const std::string takes =
            exact.size() <= 10
                ? exact
                : format_quantity(to_quantity(checkpoints.write).si(), Dimension::duration);
        problems.add(
            field + ".interval",
            fmt::format("expected at least the {} that a checkpoint takes to write", takes),
            interval);
        return std::nullopt;
    }
    const std::int64_t count = checkpoints_in(work, checkpoints);
    if (count > most_phases) {
        problems.add(field + ".interval",
                     fmt::format("expected at most {} checkpoints in the job's work", most_phases),
                     fmt::format("{} at {}", count, interval));
        return std::nullopt;
    }
    return checkpoints;
}

}  // namespace twin
