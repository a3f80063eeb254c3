#include "validation/calibration/record_text.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "models/units/unit_table.h"
#include "models/units/unit_text.h"
#include "validation/calibration/quantile.h"

namespace twin::calibration {
namespace {

bool counts_flops(const Kernel& kernel) {
    return kernel.kind == KernelKind::gemm || kernel.kind == KernelKind::attention;
}

// In percent of what the device's own figures give; nothing where they do not say.
std::optional<double> share_of_peak(const RecordHeader& header, const MeasuredPoint& point) {
    const double rate = rate_of(point);
    if (rate <= 0 || !row_of(point.kernel.kind).on_device)
        return std::nullopt;
    if (counts_flops(point.kernel))
        return header.peak && point.kernel.precision == Precision::fp32
                   ? std::optional(rate / header.peak->si())
                   : std::nullopt;
    return header.memory_bandwidth ? std::optional(rate / header.memory_bandwidth->si())
                                   : std::nullopt;
}

struct Group {
    std::string name;
    std::size_t points = 0;
    std::map<PointState, std::size_t> states{};  // in the order of the states
    const MeasuredPoint* best = nullptr;         // of the good ones
    std::vector<double> spreads{}, watts{};      // of the good ones
};

// In the order of measurement.
std::vector<Group> groups_of(const Record& record) {
    std::vector<Group> groups;
    for (const MeasuredPoint& point : record.points) {
        const std::string name = group_of(point.kernel);
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& g) { return g.name == name; });
        if (group == groups.end())
            group = groups.insert(groups.end(), Group{name});
        ++group->points;
        ++group->states[point.state];
        if (point.state != PointState::good)
            continue;
        const bool faster =
            group->best == nullptr || rate_of(point) > rate_of(*group->best) ||
            (point.kernel.kind == KernelKind::launch && point.median < group->best->median);
        if (faster)
            group->best = &point;
        group->spreads.push_back(point.spread());
        if (point.power)
            group->watts.push_back(point.power->in(watt));
    }
    return groups;
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

// What is not known is left out.
class Lines {
  public:
    void add(std::string_view name, const std::string& value) {
        if (!value.empty())
            text_ += fmt::format("{:18} {}\n", name, value);
    }
    template <class Q>
    void add(std::string_view name, const std::optional<Q>& value, Dimension dimension) {
        if (value)
            add(name, format_quantity(value->si(), dimension));
    }
    std::string take() && { return std::move(text_); }

  private:
    std::string text_;
};

std::string_view state_text(RecordState state) {
    switch (state) {
        case RecordState::running:
            return "running, or died";
        case RecordState::complete:
            return "complete";
        case RecordState::interrupted:
            return "interrupted";
    }
    return {};
}

std::string header_text(const RecordHeader& h) {
    Lines lines;
    lines.add("device", h.device);
    lines.add("backend", h.backend);
    lines.add("source", h.source);
    lines.add("state", std::string(state_text(h.state)));
    lines.add("begun", h.begun);
    lines.add("host", h.host);
    lines.add("driver", h.driver);
    for (const auto& [name, version] : h.libraries)
        lines.add("library", fmt::format("{} {}", name, version));
    lines.add("units", h.units > 0 ? std::to_string(h.units) : "");
    if (h.memory > DataSize())
        lines.add("memory", format_quantity(h.memory.si(), Dimension::data_size));
    lines.add("peak, fp32", h.peak, Dimension::flop_rate);
    lines.add("memory bandwidth", h.memory_bandwidth, Dimension::bandwidth);
    lines.add("highest clock", h.core_clock, Dimension::frequency);
    lines.add("memory clock", h.memory_clock, Dimension::frequency);
    lines.add("power cap", h.power_cap, Dimension::power);
    lines.add("idle power", h.idle_power, Dimension::power);
    lines.add("context power", h.context_power, Dimension::power);
    lines.add("watts from", h.power_source);
    return std::move(lines).take();
}

template <class Q>
nlohmann::ordered_json json_of(const std::optional<Q>& value) {
    return value ? nlohmann::ordered_json(value->si()) : nullptr;
}

}  // namespace

double rate_of(const MeasuredPoint& point) {
    if (point.median <= Duration())
        return 0;
    const double work =
        counts_flops(point.kernel) ? flops(point.kernel) : traffic(point.kernel).si();
    return work / point.median.in(second);
}

std::string rate_text(const MeasuredPoint& point) {
    if (point.repeats == 0)
        return "-";
    if (point.kernel.kind == KernelKind::launch)
        return format_quantity(point.median.si(), Dimension::duration);
    return format_quantity(
        rate_of(point), counts_flops(point.kernel) ? Dimension::flop_rate : Dimension::bandwidth);
}

std::string group_of(const Kernel& kernel) {
    const KernelKindRow& row = row_of(kernel.kind);
    std::string name(row.name);
    if (row.shape != KernelShape::none)
        name += fmt::format(" {}", row_of(kernel.precision).name);
    if (kernel.devices > 1)
        name += fmt::format(" {}", kernel.devices);
    return name;
}

std::string record_text(const Record& record) {
    std::string text = header_text(record.header);
    for (const std::string& remark : record.header.remarks)
        text += fmt::format("remark: {}\n", remark);
    text += fmt::format("\n{:24} {:>6} {:>6}  {:>16} {:>8} {:>8} {:>8}  {}\n", "kernels", "points",
                        "good", "best", "of peak", "spread", "watts", "best of");
    for (const Group& group : groups_of(record)) {
        const auto good = group.states.find(PointState::good);
        const auto share =
            group.best != nullptr ? share_of_peak(record.header, *group.best) : std::nullopt;
        text += fmt::format(
            "{:24} {:>6} {:>6}  {:>16} {:>8} {:>8} {:>8}  {}\n", group.name, group.points,
            good == group.states.end() ? 0 : good->second,
            group.best == nullptr ? "-" : rate_text(*group.best), share ? percent(*share) : "-",
            group.spreads.empty() ? "-" : percent(median_of(group.spreads)),
            group.watts.empty() ? "-" : fmt::format("{:.1f}", median_of(group.watts)),
            group.best == nullptr ? "" : kernel_text(group.best->kernel));
    }
    std::map<PointState, std::size_t> states;
    for (const MeasuredPoint& point : record.points)
        ++states[point.state];
    text += fmt::format("\n{} points", record.points.size());
    for (const auto& [state, count] : states)
        text += fmt::format(", {} {}", count, to_text(state));
    text += "\n";
    for (const MeasuredPoint& point : record.points)
        if (point.state != PointState::good)
            text +=
                fmt::format("  {}: {}: {}{}{}\n", to_text(point.state), kernel_text(point.kernel),
                            rate_text(point), point.note.empty() ? "" : ": ", point.note);
    return text;
}

nlohmann::ordered_json record_json(const Record& record) {
    using Json = nlohmann::ordered_json;
    const RecordHeader& h = record.header;
    Json out{{"device", h.device},
             {"backend", h.backend},
             {"source", h.source},
             {"state", state_text(h.state)},
             {"begun", h.begun},
             {"host", h.host},
             {"driver", h.driver},
             {"units", h.units},
             {"memory_bytes", h.memory.si()},
             {"peak_flop_per_s", json_of(h.peak)},
             {"memory_bandwidth_bytes_per_s", json_of(h.memory_bandwidth)},
             {"core_clock_hz", json_of(h.core_clock)},
             {"memory_clock_hz", json_of(h.memory_clock)},
             {"power_cap_w", json_of(h.power_cap)},
             {"idle_power_w", json_of(h.idle_power)},
             {"context_power_w", json_of(h.context_power)},
             {"power_source", h.power_source},
             {"remarks", h.remarks}};
    Json libraries = Json::object();
    for (const auto& [name, version] : h.libraries)
        libraries[name] = version;
    out["libraries"] = libraries;
    Json groups = Json::array();
    for (const Group& group : groups_of(record)) {
        Json states = Json::object();
        for (const auto& [state, count] : group.states)
            states[std::string(to_text(state))] = count;
        Json row{{"kernels", group.name}, {"points", group.points}, {"states", states}};
        row["best"] = group.best == nullptr ? Json() : Json(kernel_text(group.best->kernel));
        row["best_rate"] = group.best == nullptr ? Json() : Json(rate_of(*group.best));
        row["spread"] = group.spreads.empty() ? Json() : Json(median_of(group.spreads));
        row["watts"] = group.watts.empty() ? Json() : Json(median_of(group.watts));
        groups.push_back(std::move(row));
    }
    out["groups"] = groups;
    Json points = Json::array();
    for (const MeasuredPoint& point : record.points) {
        const bool timed = point.repeats > 0;
        points.push_back({{"kernel", kernel_text(point.kernel)},
                          {"state", to_text(point.state)},
                          {"repeats", point.repeats},
                          {"median_s", timed ? Json(point.median.si()) : Json()},
                          {"p10_s", timed ? Json(point.p10.si()) : Json()},
                          {"p90_s", timed ? Json(point.p90.si()) : Json()},
                          {"power_w", json_of(point.power)},
                          {"clock_hz", json_of(point.clock)},
                          {"temperature_degc", json_of(point.temperature)},
                          {"note", point.note}});
    }
    out["points"] = points;
    return out;
}

}  // namespace twin::calibration
