#include "sim/commands/kernel_report.h"

#include <fmt/format.h>

#include "models/units/unit_text.h"

namespace twin {
namespace {

std::string short_text(Duration time) {
    return format_quantity(time.si(), Dimension::duration);
}

std::string short_text(Power power) {
    return format_quantity(power.si(), Dimension::power);
}

// In joule, as the table of units begins with kWh: "1.234 J".
std::string joules(Energy energy) {
    return fmt::format("{:.4g} J", energy.in(joule));
}

std::string bound_text(const KernelRun& run) {
    std::string text(to_text(run.bound));
    if (run.at_limit)
        text += run.compute_bound > 0 ? "; the power limit holds the clock down"
                                      : "; the power limit holds the clock down, which costs no "
                                        "time";
    return text;
}

std::string line(const char* what, const std::string& value, const std::string& share = "") {
    return share.empty() ? fmt::format("{:16}{:>16}\n", what, value)
                         : fmt::format("{:16}{:>16}  {}\n", what, value, share);
}

std::string share_text(double share, const char* of) {
    return share > 0 ? fmt::format("{:.1f} % of {}", 100 * share, of) : "";
}

std::string run_text(const KernelReport& report, const KernelAnswer& answer) {
    const KernelRun& run = answer.run;
    std::string text = line("time", short_text(run.time));
    if (run.flop_rate > FlopRate())
        text += line("arithmetic", format_quantity(run.flop_rate.si(), Dimension::flop_rate),
                     share_text(run.peak_share, "the peak"));
    if (run.traffic_rate > Bandwidth())
        text += line("memory traffic", format_quantity(run.traffic_rate.si(), Dimension::bandwidth),
                     share_text(run.memory_share, "the bandwidth"));
    text += line("power", short_text(run.power));
    if (!answer.caps.empty())
        text += line("clock", fmt::format("{:.1f} %", 100 * run.clock), "of the full one");
    text += line("energy", joules(run.energy));
    text += fmt::format("{:16}{}\n", "bound by", bound_text(run));
    if (report.times != 1)
        text +=
            fmt::format("{:.0f} times: {}, {}\n", report.times, short_text(report.times * run.time),
                        format_quantity(report.times * run.energy.si(), Dimension::energy));
    return text;
}

std::string caps_text(const KernelReport& report, const KernelAnswer& answer) {
    std::string text =
        fmt::format("\n{:>24}{:>12}{:>12}{:>12}{:>12}{:>9}{:>11}\n", "cap on " + report.cap_on,
                    "time", "power", "energy", "clock", "longer", "less J");
    const KernelRun& full = answer.caps.front().run;
    for (const CappedRun& row : answer.caps)
        text += fmt::format("{:>12.0f} %{:>10}{:>12}{:>12}{:>12}{:>10.1f} %{:>7.1f} %{:>9.1f} %\n",
                            100 * row.share, short_text(row.cap), short_text(row.run.time),
                            short_text(row.run.power), joules(row.run.energy), 100 * row.run.clock,
                            100 * (row.run.time / full.time - 1),
                            100 * (1 - row.run.energy / full.energy));
    return text;
}

// Of all kernels together.
Duration total_time(const KernelReport& report) {
    Duration time;
    for (const KernelAnswer& answer : report.kernels)
        time += report.times * answer.run.time;
    return time;
}

Energy total_energy(const KernelReport& report) {
    Energy energy;
    for (const KernelAnswer& answer : report.kernels)
        energy += report.times * answer.run.energy;
    return energy;
}

}  // namespace

std::string kernel_report_text(const KernelReport& report) {
    std::string text;
    for (const KernelAnswer& answer : report.kernels) {
        text += fmt::format("{} on {}", kernel_text(answer.kernel), report.device);
        if (report.cap)
            text += fmt::format(", {} on {}", short_text(*report.cap), report.cap_on);
        text += "\n\n" + run_text(report, answer);
        if (!answer.caps.empty())
            text += caps_text(report, answer);
        text += "\n";
    }
    if (report.kernels.size() > 1) {
        const Duration time = total_time(report);
        const Energy energy = total_energy(report);
        text +=
            fmt::format("all together: {}, {}, {}\n\n", short_text(time), short_text(energy / time),
                        format_quantity(energy.si(), Dimension::energy));
    }
    for (const std::string& assumption : report.assumptions)
        text += "- " + assumption + "\n";
    return text;
}

nlohmann::ordered_json kernel_report_json(const KernelReport& report) {
    using Json = nlohmann::ordered_json;
    Json out{{"device", report.device},
             {"calibration", report.calibration},
             {"derived_from", report.derived_from},
             {"times", report.times}};
    if (report.cap)
        out["cap_w"] = report.cap->in(watt);
    out["cap_on"] = report.cap_on;
    Json kernels = Json::array();
    for (const KernelAnswer& answer : report.kernels) {
        const KernelRun& run = answer.run;
        Json one{{"kernel", kernel_text(answer.kernel)}, {"time_s", run.time.in(second)},
                 {"flop_per_s", run.flop_rate.si()},     {"share_of_peak", run.peak_share},
                 {"byte_per_s", run.traffic_rate.si()},  {"share_of_bandwidth", run.memory_share},
                 {"power_w", run.power.in(watt)},        {"clock", run.clock},
                 {"energy_j", run.energy.in(joule)},     {"compute_bound", run.compute_bound},
                 {"bound", to_text(run.bound)},          {"at_limit", run.at_limit}};
        Json caps = Json::array();
        for (const CappedRun& row : answer.caps)
            caps.push_back({{"cap_w", row.cap.in(watt)},
                            {"time_s", row.run.time.in(second)},
                            {"power_w", row.run.power.in(watt)},
                            {"energy_j", row.run.energy.in(joule)},
                            {"clock", row.run.clock}});
        one["caps"] = std::move(caps);
        kernels.push_back(std::move(one));
    }
    out["kernels"] = std::move(kernels);
    out["time_s"] = total_time(report).in(second);
    out["energy_j"] = total_energy(report).in(joule);
    out["assumptions"] = report.assumptions;
    return out;
}

}  // namespace twin
