#include "validation/calibration/parts_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <sstream>

#include "models/units/unit_text.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/calibration/fit.h"
#include "validation/calibration/toml_text.h"

namespace twin::calibration {
namespace {

// Nodes of a user's site: enough for a queue, little enough for any machine that simulates.
constexpr int nodes_of_rack = 16;

std::string figure(const std::string& value, std::string_view evidence, const std::string& note) {
    return fmt::format("{{ value = {}, {} = {} }}", value, evidence, toml_string(note));
}

template <class Q>
std::string quoted(Q value, Dimension dimension) {
    return toml_string(exact_quantity(value.si(), dimension));
}

std::string watts(Power power) {
    return quoted(power, Dimension::power);
}

// A figure of the device: measured, given by the user, or assumed.
std::string power_figure(const std::optional<Power>& measured, const std::string& record,
                         const std::optional<Power>& given, const std::string& option,
                         Power assumed, const std::string& reason) {
    if (measured)
        return figure(watts(*measured), "source", record);
    if (given)
        return figure(watts(*given), "source", option);
    return figure(watts(assumed), "assumption", reason);
}

// The most watts of any good point.
std::optional<Power> most_power(const Record& record) {
    std::optional<Power> most;
    for (const MeasuredPoint& point : record.points)
        if (point.state == PointState::good && point.power)
            most = std::max(most.value_or(Power()), *point.power);
    return most;
}

std::string shipped_cpu_ratio(double ratio) {
    return fmt::format(
        "{:.2f} of its maximum, the ratio of Frontier's CPU in ExaDigiT RAPS (90 W "
        "of 280 W)",
        ratio);
}

struct DevicePart {
    std::string text;
    Power max_power{};
};

// [[gemm]] of the file of a calibration becomes [[calibrations.ID.gemm]].
std::string nested_calibration(const Calibration& calibration) {
    std::string text = fmt::format("[calibrations.{}]\n", calibration.id);
    std::istringstream lines(calibration_toml(calibration));
    for (std::string line; std::getline(lines, line);) {
        // Rows of tables of numbers begin with a bracket too.
        if (line.starts_with("[[") && line.ends_with("]]") && std::isalpha(line[2]) != 0)
            line.insert(2, fmt::format("calibrations.{}.", calibration.id));
        text += line + "\n";
    }
    return text;
}

DevicePart cpu_part(const Record& record, const Calibration& calibration,
                    const PartsSettings& settings, const std::string& cited) {
    const RecordHeader& h = record.header;
    // Frontier's CPU of 64 cores takes 90 W without and 280 W with work (ExaDigiT RAPS).
    constexpr double idle_ratio = 90.0 / 280.0;
    const Power assumed_max = 280.0 / 64.0 * std::max(1, h.units) * watt;
    const auto measured_max = most_power(record);
    const Power max = measured_max.value_or(settings.max_power.value_or(assumed_max));
    std::string text = fmt::format("\n[cpus.{}]\n", calibration.id);
    text += fmt::format("name = {}\n", toml_string(fmt::format("{}, {} cores", h.device, h.units)));
    text += fmt::format("cores = {}\n", figure(std::to_string(h.units), "source", cited));
    text += fmt::format(
        "idle_power = {}\n",
        power_figure(h.idle_power, cited, settings.idle_power, "--idle-power of the fit",
                     std::min(max, idle_ratio * max), shipped_cpu_ratio(idle_ratio)));
    text += fmt::format(
        "max_power = {}\n",
        power_figure(measured_max, cited + ", the most of any kernel", settings.max_power,
                     "--max-power of the fit", assumed_max,
                     "4.4 W a core, as Frontier's CPU in ExaDigiT RAPS (280 W, 64 cores): the "
                     "record has no watts"));
    text += fmt::format("calibration = {}\n", toml_string(calibration.id));
    return {text, max};
}

// A limit of the device as its calibration has it: from a data sheet, or the best rate of the
// points.
std::string device_limit(const std::string& value, bool taken_from_points, const std::string& what,
                         const std::string& cited) {
    return taken_from_points ? figure(value, "fit", fmt::format("{}: best rate of {}", what, cited))
                             : figure(value, "source", what);
}

// What the record cannot say is taken from a shipped GPU, in proportion to the highest power.
DevicePart gpu_part(const Record& record, const Calibration& calibration,
                    const PartsSettings& settings, const std::string& cited) {
    const RecordHeader& h = record.header;
    const GpuPart& like = shipped_parts().gpus.at(settings.like);
    const Power max =
        h.power_cap.value_or(settings.max_power.value_or(Power(like.max_power.value)));
    const double ratio = max / Power(like.max_power.value);
    const std::string as_like = fmt::format(
        "as gpus/{}, in proportion to the highest power: a record does not say it", settings.like);
    const auto scaled = [&](const Figure<Power>& figure_of_like) {
        return figure(watts(ratio * figure_of_like.value), "assumption", as_like);
    };
    std::string text = fmt::format("\n[gpus.{}]\n", calibration.id);
    text += fmt::format("name = {}\n", toml_string(h.device));
    text += fmt::format("generation = {}\n", toml_string(like.generation));
    text += fmt::format("idle_power = {}\n", power_figure(h.idle_power, cited, settings.idle_power,
                                                          "--idle-power of the fit",
                                                          ratio * like.idle_power.value, as_like));
    text += fmt::format("max_power = {}\n",
                        power_figure(h.power_cap, cited + ", the cap in force", settings.max_power,
                                     "--max-power of the fit", like.max_power.value,
                                     fmt::format("as gpus/{}", settings.like)));
    const std::optional<Power> context =
        h.idle_power && h.context_power
            ? std::optional(std::max(Power(), *h.context_power - *h.idle_power))
            : std::nullopt;
    text += fmt::format(
        "context_power = {}\n",
        power_figure(context, cited, std::nullopt, "", ratio * like.context_power.value, as_like));
    text += fmt::format("busy_power = {}\n", scaled(like.busy_power));
    text += fmt::format("tensor_power = {}\n", scaled(like.tensor_power));
    text += fmt::format("memory_power = {}\n", scaled(like.memory_power));
    text += fmt::format("link_power = {}\n", scaled(like.link_power));
    text += fmt::format("clock_exponent = {}\n",
                        figure(fmt::format("{}", like.clock_exponent.value), "assumption",
                               fmt::format("as gpus/{}", settings.like)));
    text += fmt::format("lowest_clock = {}\n",
                        figure(toml_string(exact_quantity(like.lowest_clock, Dimension::share)),
                               "assumption", fmt::format("as gpus/{}", settings.like)));
    const auto bf16 =
        std::find_if(calibration.gemm.begin(), calibration.gemm.end(),
                     [](const GemmSurface& s) { return s.precision == Precision::bf16; });
    text += fmt::format(
        "bf16_dense = {}\n",
        bf16 != calibration.gemm.end()
            ? device_limit(quoted(bf16->peak, Dimension::flop_rate),
                           std::count(settings.taken.peaks.begin(), settings.taken.peaks.end(),
                                      Precision::bf16) > 0,
                           fmt::format("peak of the products of calibrations/{}", calibration.id),
                           cited)
            : figure(quoted(like.bf16_dense.value, Dimension::flop_rate), "assumption",
                     fmt::format("as gpus/{}: the record has no products in bf16", settings.like)));
    text += fmt::format("memory = {}\n",
                        h.memory > DataSize()
                            ? figure(quoted(h.memory, Dimension::data_size), "source", cited)
                            : figure(quoted(like.memory.value, Dimension::data_size), "assumption",
                                     fmt::format("as gpus/{}", settings.like)));
    std::string bandwidth = figure(quoted(like.memory_bandwidth.value, Dimension::bandwidth),
                                   "assumption", fmt::format("as gpus/{}", settings.like));
    if (!calibration.gemm.empty())
        bandwidth =
            device_limit(quoted(calibration.gemm.front().memory_bandwidth, Dimension::bandwidth),
                         settings.taken.memory_bandwidth,
                         fmt::format("memory bandwidth of calibrations/{}", calibration.id), cited);
    else if (h.memory_bandwidth)
        bandwidth = figure(quoted(*h.memory_bandwidth, Dimension::bandwidth), "source", cited);
    text += fmt::format("memory_bandwidth = {}\n", bandwidth);
    text += fmt::format("calibration = {}\n", toml_string(calibration.id));
    return {text, max};
}

std::string site_parts(const Record& record, const std::string& id, bool gpu, Power device_power) {
    const std::string one = "the device that was measured, one in each node";
    const std::string none = "only the device was measured";
    std::string text = fmt::format("\n[nodes.{}]\nname = {}\n", id,
                                   toml_string("Node with one " + record.header.device));
    text += fmt::format("gpus = {}\n", figure(gpu ? "1" : "0", "assumption", one));
    text += fmt::format("cpus = {}\n", figure(gpu ? "0" : "1", "assumption", one));
    text += fmt::format("{} = {}\n", gpu ? "gpu" : "cpu", toml_string(id));
    for (const char* key : {"memory_power", "nic_power", "drive_power", "converter_loss"})
        text += fmt::format("{} = {}\n", key, figure("\"0 W\"", "assumption", none));
    text += fmt::format("converter_efficiency = {}\n", figure("\"100 %\"", "assumption", none));

    // One power shelf more than the devices need at most.
    const Power rating = shipped_parts().rectifiers.at("titanium-15kw").rating.value;
    const int shelves = 1 + int(std::ceil(nodes_of_rack * device_power / rating));
    text +=
        fmt::format("\n[racks.{}]\nname = {}\nnode = {}\n", id,
                    toml_string("Rack of nodes with one " + record.header.device), toml_string(id));
    text += fmt::format("nodes = {}\n", figure(std::to_string(nodes_of_rack), "assumption",
                                               "enough for a queue; change it to what you have"));
    text += fmt::format("switches = {}\n", figure("0", "assumption", none));
    text += fmt::format("rectifiers = {}\n",
                        figure(std::to_string(shelves), "assumption",
                               "one more than the devices need at their highest power"));
    text += "rectifier = \"titanium-15kw\"\n";

    text += fmt::format("\n[sites.{}]\nname = {}\nnode_name = \"{}-{{node:03}}\"\n", id,
                        toml_string("Site of " + record.header.device), id);
    text += fmt::format("fixed_power = {}\n", figure("\"0 W\"", "assumption", none));
    text += fmt::format("\n[[sites.{}.rows]]\npart = {}\n", id, toml_string(id));
    text += fmt::format("count = {}\n",
                        figure("1", "assumption", "one rack; change it to what you have"));
    return text;
}

struct JobOfKernels {
    std::string name;
    int nodes;
    std::vector<Kernel> kernels;
};

constexpr auto byte = DataSize::from_si(1);

Kernel gemm(Precision precision, std::int64_t m, std::int64_t n, std::int64_t k) {
    return {KernelKind::gemm, precision, m, n, k};
}

// Of each precision and each curve, at sizes that are measured and between them.
std::vector<JobOfKernels> jobs_of(const Calibration& calibration) {
    std::vector<JobOfKernels> jobs;
    for (const GemmSurface& surface : calibration.gemm) {
        const std::string name(row_of(surface.precision).name);
        jobs.push_back(
            {"products-" + name,
             4,
             {gemm(surface.precision, 512, 512, 512), gemm(surface.precision, 640, 900, 410)}});
        jobs.push_back({"inference-" + name, 1, {gemm(surface.precision, 6, 1500, 1500)}});
    }
    JobOfKernels streams{"streams", 2, {}};
    for (const RateCurve& curve : calibration.curves) {
        Kernel kernel{curve.kind, curve.precision};
        if (!row_of(curve.kind).on_device)
            continue;
        switch (row_of(curve.kind).shape) {
            case KernelShape::size:
                kernel.size = 48e6 * byte;
                break;
            case KernelShape::rows:
                kernel.m = 3000;
                kernel.n = 1500;
                break;
            case KernelShape::heads:
                kernel.m = 12;
                kernel.n = 300;
                kernel.k = 64;
                break;
            case KernelShape::m_n_k:
            case KernelShape::none:
                continue;
        }
        streams.kernels.push_back(kernel);
    }
    for (const RowRates& rates : calibration.rows)
        streams.kernels.push_back({rates.kind, Precision::fp32, 3000, 1500});
    if (!streams.kernels.empty())
        jobs.push_back(std::move(streams));
    return jobs;
}

// Executions of each kernel of a job that share about ten minutes evenly.
std::int64_t times_of(const Calibration& calibration, const Kernel& kernel, std::size_t kernels) {
    const auto time = kernel_time(calibration, kernel);
    const auto* known = std::get_if<KernelTime>(&time);
    if (known == nullptr)
        return 0;
    const double share = 600 * second / double(kernels) / known->time;
    // Two digits.
    const double digits = std::pow(10, std::max(0.0, std::floor(std::log10(share)) - 1));
    return std::max(std::int64_t(1), std::int64_t(std::round(share / digits) * digits));
}

}  // namespace

std::string part_id(const std::string& device) {
    std::string id;
    for (const char c : device) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            id += char(std::tolower(static_cast<unsigned char>(c)));
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    while (!id.empty() && id.back() == '-')
        id.pop_back();
    return id.empty() ? "device" : id;
}

bool is_part_id(const std::string& id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '_';
    });
}

std::string parts_toml(const Record& record, const Calibration& calibration,
                       const PartsSettings& settings) {
    const bool gpu = record.header.backend != "cpu";
    // A table's record begins when it was carried over, which is not when it was measured.
    const std::string cited =
        record.header.backend == "table"
            ? fmt::format("record {}, carried over from {}", settings.record, record.header.source)
            : fmt::format("record {}, measured on {}", settings.record, record.header.begun);
    const DevicePart device = gpu ? gpu_part(record, calibration, settings, cited)
                                  : cpu_part(record, calibration, settings, cited);
    return fmt::format("# Parts of a measured device, written by twin-calibrate fit from {}.\n",
                       settings.record) +
           nested_calibration(calibration) + device.text +
           site_parts(record, calibration.id, gpu, device.max_power);
}

std::string scenario_toml(const Calibration& calibration, const std::string& parts) {
    std::string text = fmt::format(
        "title = {}\nparts = {}\n\n[time]\nstart = \"2026-01-01T00:00:00Z\"\n"
        "interval = \"1 min\"\n\n[site]\npart = {}\n\n[scheduling]\npolicy = "
        "\"easy\"\n",
        toml_string("Jobs of kernels on " + calibration.name), toml_string(parts),
        toml_string(calibration.id));
    int minute_of_job = 0;
    for (const JobOfKernels& job : jobs_of(calibration)) {
        std::string kernels;
        for (const Kernel& kernel : job.kernels)
            if (const auto times = times_of(calibration, kernel, job.kernels.size()); times > 0)
                kernels += fmt::format("    {{ run = {}, times = {} }},\n",
                                       toml_string(kernel_text(kernel)), times);
        if (kernels.empty())
            continue;
        text += fmt::format(
            "\n[[job]]\nname = {}\nsubmit = \"+{} min\"\nnodes = {}\nkernels = [\n{}]\n",
            toml_string(job.name), minute_of_job++, job.nodes, kernels);
    }
    return text;
}

}  // namespace twin::calibration
