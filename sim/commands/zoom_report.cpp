#include "sim/commands/zoom_report.h"

#include <array>
#include <cmath>
#include <fmt/format.h>

#include "models/units/counted.h"
#include "models/units/unit_text.h"

namespace twin {
namespace {

// Differences up to here need no reason.
constexpr double alike = 0.01;

// "+3.1 %"; what rounds to nothing has no sign of its own.
std::string percent(double share) {
    return fmt::format("{:+.1f} %", std::abs(share) < 0.0005 ? 0 : 100 * share);
}

std::string zoom_time(Duration time) {
    return format_quantity(time.si(), Dimension::duration);
}

struct Part {
    Level level = Level::none;
    Duration flows{}, formula{};
};

std::array<Part, 5> parts_of(const ZoomReport& report) {
    const CollectiveCost &a = report.result.cost, &b = report.formula;
    return {Part{Level::latency, a.latency, b.latency},
            Part{Level::node_links, a.node_links, b.node_links}, Part{Level::nics, a.nics, b.nics},
            Part{Level::leaf_uplinks, a.leaf_uplinks, b.leaf_uplinks},
            Part{Level::global_links, a.global_links, b.global_links}};
}

double difference(const ZoomReport& report) {
    return report.result.cost.total() / report.formula.total() - 1;
}

struct ClassLoad {
    LinkClass kind = LinkClass::gpu;
    int links = 0;
    double mean = 0, most = 0;
    const LinkLoad* fullest = nullptr;
};

std::vector<ClassLoad> loads_by_class(const ZoomResult& result) {
    std::vector<ClassLoad> classes;
    for (const LinkClass kind :
         {LinkClass::gpu, LinkClass::nic, LinkClass::leaf, LinkClass::global, LinkClass::core}) {
        ClassLoad load{kind, 0, 0, 0, nullptr};
        for (const LinkLoad& link : result.loads) {
            if (link.link.kind != kind)
                continue;
            ++load.links;
            load.mean += link.busy;
            if (!load.fullest) {
                load.fullest = &link;
                load.most = link.busy;
            }
        }
        if (load.links == 0)
            continue;
        load.mean /= load.links;
        classes.push_back(load);
    }
    return classes;
}

std::string_view why(Level level) {
    switch (level) {
        case Level::latency:
            return "Steps differ: the formula adds a mean hop for each step, and a tree has as few "
                   "levels as its nodes allow; the flows have the hops of this placement.";
        case Level::node_links:
            return "Links of GPUs differ: the formula puts all bytes of a rank on all of its "
                   "links, the flows are on those links only that their rings and chains pass.";
        case Level::nics:
            return "NICs differ: the formula gives each GPU the same share of the NICs and "
                   "of the steps, the flows have those that they meet.";
        case Level::leaf_uplinks:
            return "Links of leaves differ: the formula takes the fullest leaf and all of its "
                   "uplinks, with all nodes in their slots; the flows pass the links of this "
                   "placement and this routing.";
        case Level::global_links:
            return "Links between groups differ: the formula lets the bytes of the largest groups "
                   "cross the links of one pair, or all of a group; the flows pass the links of "
                   "this placement and this routing.";
        case Level::none:
            break;
    }
    return "";
}

}  // namespace

std::vector<std::string> reasons(const ZoomReport& report) {
    const double apart = difference(report);
    if (std::abs(apart) <= alike)
        return {"The two agree within 1 %."};
    std::vector<std::string> sentences;
    const auto parts = parts_of(report);
    const auto total = report.formula.total();
    Duration hidden;
    for (const ZoomStage& stage : report.result.stages)
        hidden += stage.hidden;
    if (hidden / total > alike)
        sentences.push_back(fmt::format(
            "The formula adds the latencies of all steps to the bytes, as NCCL's tuner does; of "
            "the flows' latencies {} pass while chunks wait for the slowest hop of their ring.",
            zoom_time(hidden)));
    // The same bytes may count for another level: then the levels are named, not their times.
    const Level flows = report.result.cost.bottleneck(), formula = report.formula.bottleneck();
    if (flows != formula)
        sentences.push_back(
            fmt::format("The flows spend most of their time on {}, the formula on "
                        "{}.",
                        to_text(flows), to_text(formula)));
    for (const Part& part : parts)
        if (!(part.level == Level::latency && hidden / total > alike) &&
            std::abs((part.flows - part.formula) / total) > alike)
            sentences.push_back(fmt::format("{} ({} against {})", why(part.level),
                                            zoom_time(part.flows), zoom_time(part.formula)));
    if (report.routing == "single-path")
        sentences.push_back(
            "Each flow has one path: where several meet on a cable, others stay free; the formula "
            "knows only whole bundles of cables.");
    if (report.routing == "valiant" || report.routing == "adaptive")
        sentences.push_back(
            "Flows between groups take detours, which use two links where the formula has one, "
            "and links that it leaves free.");
    if (sentences.empty())
        sentences.push_back("Small differences in several parts add up.");
    return sentences;
}

std::string zoom_report_text(const ZoomReport& report) {
    const ZoomResult& result = report.result;
    std::string text = fmt::format(
        "{} of {} by {} over {} on {} of {}, {}, {}\nnetwork {}, routing {}, library {}\n\n",
        report.collective, format_quantity(report.request.size.si(), Dimension::data_size),
        report.algorithm, counted(report.ranks(), "GPU"), counted(report.nodes, "node"),
        report.site, counted(report.groups, "group"), counted(report.leaves, "leaf switch"),
        report.network, report.routing, report.library);
    text += fmt::format("{:34} {:>12} {:>12}\n", "", "flows", "formula");
    text += fmt::format("{:34} {:>12} {:>12}  {}\n", "time", zoom_time(result.cost.total()),
                        zoom_time(report.formula.total()), percent(difference(report)));
    for (const Part& part : parts_of(report))
        if (part.flows > Duration() || part.formula > Duration())
            text += fmt::format("  {:32} {:>12} {:>12}\n", to_text(part.level),
                                zoom_time(part.flows), zoom_time(part.formula));
    const auto bus = [&](Duration time) {
        return format_quantity(bus_bandwidth(report.request, report.ranks(), time).si(),
                               Dimension::bandwidth);
    };
    text += fmt::format("{:34} {:>12} {:>12}\n\n", "bus bandwidth", bus(result.cost.total()),
                        bus(report.formula.total()));
    text += fmt::format("{:40} {:>8} {:>8} {:>12} {:>12}  {}\n", "stages", "flows", "steps", "time",
                        "latency", "longest at");
    for (const ZoomStage& stage : result.stages)
        text += fmt::format("{:40} {:>8} {:>8.0f} {:>12} {:>12}  {}\n", stage.what, stage.flows,
                            stage.steps, zoom_time(stage.cost.total()),
                            zoom_time(stage.cost.latency), stage.fullest);
    text += fmt::format("\n{:26} {:>8} {:>9} {:>9}  {}\n", "busy", "links", "mean", "most",
                        "the fullest, and flows on it at once");
    for (const ClassLoad& load : loads_by_class(result))
        text += fmt::format("{:26} {:>8} {:>7.1f} % {:>7.1f} %  {}, {}\n", to_text(load.kind),
                            load.links, 100 * load.mean, 100 * load.most, load.fullest->link.name,
                            counted(load.fullest->flows, "flow"));
    const LinkLoad& first = result.loads.front();
    text += fmt::format(
        "\nbottleneck: {}: {} at {} ({:.1f} % of its {}), {} at once, busy {:.1f} % of the time\n",
        first.link.name, format_quantity(first.bytes.si(), Dimension::data_size),
        format_quantity((first.reached * first.link.bandwidth).si(), Dimension::bandwidth),
        100 * first.reached, format_quantity(first.link.bandwidth.si(), Dimension::bandwidth),
        counted(first.flows, "flow"), 100 * first.busy);
    for (const std::string& sentence : reasons(report))
        text += sentence + "\n";
    text += "\n";
    for (const std::string& sentence : report.assumptions)
        text += "- " + sentence + "\n";
    return text;
}

nlohmann::ordered_json zoom_report_json(const ZoomReport& report) {
    using Json = nlohmann::ordered_json;
    const ZoomResult& result = report.result;
    const auto cost = [](const CollectiveCost& parts) {
        return Json{{"time_s", parts.total().si()},
                    {"latency_s", parts.latency.si()},
                    {"node_links_s", parts.node_links.si()},
                    {"nics_s", parts.nics.si()},
                    {"leaf_uplinks_s", parts.leaf_uplinks.si()},
                    {"global_links_s", parts.global_links.si()}};
    };
    Json out{{"collective", report.collective}, {"bytes", report.request.size.si()},
             {"algorithm", report.algorithm},   {"site", report.site},
             {"network", report.network},       {"library", report.library},
             {"routing", report.routing},       {"nodes", report.nodes},
             {"gpus", report.ranks()},          {"groups", report.groups},
             {"leaf_switches", report.leaves},  {"simulated_flows", result.flows},
             {"flows", cost(result.cost)},      {"formula", cost(report.formula)},
             {"difference", difference(report)}};
    Json stages = Json::array();
    for (const ZoomStage& stage : result.stages) {
        Json row{{"stage", stage.what}, {"flows", stage.flows}, {"steps", stage.steps}};
        row.update(cost(stage.cost));
        row["longest_at"] = stage.fullest;
        stages.push_back(std::move(row));
    }
    out["stages"] = std::move(stages);
    Json classes = Json::array();
    for (const ClassLoad& load : loads_by_class(result))
        classes.push_back({{"class", to_text(load.kind)},
                           {"links", load.links},
                           {"mean_busy", load.mean},
                           {"most_busy", load.most},
                           {"fullest", load.fullest->link.name},
                           {"flows_on_it", load.fullest->flows}});
    out["links"] = std::move(classes);
    const LinkLoad& first = result.loads.front();
    out["bottleneck"] = {{"link", first.link.name},
                         {"bytes", first.bytes.si()},
                         {"bandwidth_bytes_per_s", first.link.bandwidth.si()},
                         {"reached", first.reached},
                         {"flows", first.flows},
                         {"busy", first.busy}};
    out["reasons"] = reasons(report);
    out["assumptions"] = report.assumptions;
    return out;
}

std::string zoom_links_csv(const ZoomReport& report) {
    std::string text = "class,link,cables,bandwidth_bytes_per_s,bytes,reached,busy,flows\n";
    for (const LinkLoad& load : report.result.loads)
        text += fmt::format("{},\"{}\",{},{},{},{:.6g},{:.6g},{}\n", to_text(load.link.kind),
                            load.link.name, load.link.cables, load.link.bandwidth.si(),
                            load.bytes.si(), load.reached, load.busy, load.flows);
    return text;
}

}  // namespace twin
