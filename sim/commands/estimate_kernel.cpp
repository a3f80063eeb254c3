// twin estimate kernel: what kernels take on one device, and what a power cap would change.
#include <charconv>
#include <fmt/format.h>
#include <optional>

#include "models/power/node_power.h"
#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/commands/kernel_report.h"
#include "sim/commands/parts_files.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

struct KernelOptions {
    std::vector<std::string> kernels;
    std::optional<std::string> gpu, cpu, cap, times;
    std::vector<std::string> parts;
    bool json = false;
};

class KernelEstimate {
  public:
    explicit KernelEstimate(const KernelOptions& options) : options_(options) {}

    KernelReport give() {
        parts_ = parts_beside(options_.parts);
        read_device();
        read_kernels();
        read_numbers();
        if (!problems_.empty())
            throw InputError(problems_);
        fill();
        if (!problems_.empty())
            throw InputError(problems_);
        return std::move(report_);
    }

  private:
    void add(const std::string& option, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        problems_.push_back(
            {{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint});
    }

    void read_device() {
        if (options_.gpu && options_.cpu) {
            add("--cpu", "no such option beside --gpu", "'" + *options_.cpu + "'");
        } else if (options_.gpu) {
            gpu_ = chosen("--gpu", "GPU", parts_->gpus, *options_.gpu);
        } else if (options_.cpu) {
            cpu_ = chosen("--cpu", "CPU", parts_->cpus, *options_.cpu);
            if (options_.cap)
                add("--cap", "no such option beside --cpu", "'" + *options_.cap + "'",
                    "the model of CPUs has no cap");
        } else {
            add("--gpu", "the id of a GPU, or of a CPU with --cpu", "nothing",
                "see twin list parts");
        }
    }

    // The part and its calibration; nullptr after a problem.
    template <class Part>
    const Part* chosen(const char* option, const char* what,
                       const std::map<std::string, Part>& known, const std::string& id) {
        std::vector<std::string> calibrated;
        for (const auto& [name, part] : known)
            if (!part.calibration.empty())
                calibrated.push_back(name);
        const auto found = known.find(id);
        if (found != known.end() && !found->second.calibration.empty()) {
            calibration_ = parts_->calibration(found->second.calibration);
            return &found->second;
        }
        add(option, fmt::format("a {} with a calibration ({})", what, fmt::join(calibrated, ", ")),
            "'" + id + "'",
            found == known.end() ? did_you_mean(id, calibrated) : "no calibration is known of it");
        return nullptr;
    }

    void read_kernels() {
        for (const std::string& text : options_.kernels) {
            const auto kernel = read_kernel(text);
            if (const UnitError* error = std::get_if<UnitError>(&kernel))
                add("KERNEL", error->expected, error->got, error->hint);
            else
                report_.kernels.push_back({std::get<Kernel>(kernel), {}, {}});
        }
    }

    void read_numbers() {
        if (options_.cap && !options_.cpu) {
            const auto watts = parse_quantity(*options_.cap, Dimension::power);
            if (const UnitError* error = std::get_if<UnitError>(&watts))
                add("--cap", error->expected, error->got, error->hint);
            else if (std::get<double>(watts) <= 0)
                add("--cap", "a power above 0 W", "'" + *options_.cap + "'");
            else
                report_.cap = Power::from_si(std::get<double>(watts));
        }
        if (options_.times) {
            const std::string& text = *options_.times;
            std::int64_t times = 0;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), times);
            if (error != std::errc() || end != text.data() + text.size() || times < 1)
                add("--times", "a whole number of at least 1", "'" + text + "'");
            else
                report_.times = double(times);
        }
    }

    // A node that holds the GPU in modules under a cap; nullptr: there is none.
    const NodePart* module_node() const {
        for (const auto& [id, node] : parts_->nodes)
            if (node.gpus > 0 && node.gpu.id == gpu_->id && node.module_cap)
                return &node;
        return nullptr;
    }

    std::optional<KernelRun> run(const Kernel& kernel, std::optional<Power> cap) {
        auto known = cpu_    ? run_kernel(*cpu_, *calibration_, kernel)
                     : node_ ? run_kernel(*node_, 0, *calibration_, kernel, cap)
                             : run_kernel(*gpu_, *calibration_, kernel, cap);
        if (const UnitError* error = std::get_if<UnitError>(&known)) {
            add("KERNEL", error->expected, error->got, error->hint);
            return std::nullopt;
        }
        return std::get<KernelRun>(known);
    }

    void fill() {
        report_.device = gpu_ ? gpu_->name : cpu_->name;
        report_.calibration = calibration_->id;
        report_.derived_from = calibration_->derived_from;
        node_ = gpu_ ? module_node() : nullptr;
        report_.cap_on = node_ ? "the module" : "the device";
        for (KernelAnswer& answer : report_.kernels) {
            const auto asked = run(answer.kernel, report_.cap);
            if (!asked)
                continue;
            answer.run = *asked;
            if (gpu_)
                add_caps(answer);
        }
        assume();
    }

    // In steps that show the trade.
    void add_caps(KernelAnswer& answer) {
        const Power limit = node_ ? default_gpu_cap(*node_) : gpu_->max_power.value;
        for (int percent = 100; percent >= 50; percent -= 10) {
            const double share = percent / 100.0;
            answer.caps.push_back({share, share * limit, *run(answer.kernel, share * limit)});
        }
    }

    void assume() {
        const Calibration& known = *calibration_;
        const char* evidence = known.evidence == Evidence::source       ? "measured"
                               : known.evidence == Evidence::assumption ? "assumed"
                                                                        : "fitted";
        assume_that(known.derived_from.empty()
                        ? fmt::format("Times are those of calibration {} ({}), {}: {}.", known.id,
                                      known.name, evidence, known.note)
                        : fmt::format("Times are those of calibration {} ({}), which was not "
                                      "measured but derived: {}.",
                                      known.id, known.name, known.note));
        if (cpu_) {
            assume_that(
                "All cores work and the CPU draws its full power while the kernel runs, whatever "
                "the kernel.");
        } else {
            assume_that(fmt::format(
                "The calibration holds what the device did under its own limit; watts and the "
                "clock under a cap follow from the paths of gpus/{} (models/power/README.md) and "
                "are no measurement. No clock is below {:.0f} % of the full one, so that a low "
                "cap is not kept.",
                gpu_->id, 100 * gpu_->lowest_clock));
            if (node_)
                assume_that(fmt::format(
                    "The GPU sits in a module of nodes/{} with a cap of {} "
                    "on GPU and CPU together; the CPU idles beside it, and "
                    "the power is that of the GPU alone.",
                    node_->id, format_quantity(node_->module_cap->value.si(), Dimension::power)));
        }
        assume_that(
            "The kernel runs again and again with nothing between; traffic is the least that it "
            "needs, so a share of the bandwidth above 100 % is served by caches.");
    }

    void assume_that(std::string sentence) { report_.assumptions.push_back(std::move(sentence)); }

    const KernelOptions& options_;
    std::shared_ptr<const PartsCatalog> parts_;
    std::shared_ptr<const Calibration> calibration_;
    const GpuPart* gpu_ = nullptr;
    const CpuPart* cpu_ = nullptr;
    const NodePart* node_ = nullptr;
    KernelReport report_;
    Problems problems_;
};

}  // namespace

void add_estimate_kernel(CLI::App& command) {
    auto options = std::make_shared<KernelOptions>();
    command
        .add_option("KERNEL", options->kernels,
                    "such as \"gemm bf16 8192x8192x8192\" or \"copy fp32 1 GB\"; several are run "
                    "one after the other; see twin list kernels")
        ->required();
    command.add_option("--gpu", options->gpu, "id of a GPU; see twin list parts");
    command.add_option("--cpu", options->cpu, "id of a CPU, all of whose cores work");
    command.add_option("--cap", options->cap,
                       "power cap on the GPU, or on the module that it sits in");
    command.add_option("--times", options->times, "how often each kernel runs");
    command
        .add_option("--parts", options->parts,
                    "file of parts beside the shipped ones; can be repeated")
        ->allow_extra_args(false);
    command.add_flag("--json", options->json, "machine-readable, on standard output");
    command.callback([options] {
        const KernelReport report = KernelEstimate(*options).give();
        if (options->json)
            fmt::print("{}\n", kernel_report_json(report).dump(2));
        else
            fmt::print("{}", kernel_report_text(report));
    });
}

}  // namespace twin
