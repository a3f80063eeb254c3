// Single figures of devices that anybody looks up first: the best product, 8,192 cubed, the stream
// of the memory, idle watts, and JUPITER's GH200 under its cap.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "models/power/kernel_power.h"
#include "models/power/node_power.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/calibration/fit.h"
#include "validation/cases/cases.h"

namespace twin {
namespace {

// ../shared/facts/gpus.csv, columns gemm_bf16_8192_TF, gemm_bf16_max_TF and stream_read_GBs.
struct DeviceAnchor {
    std::string_view calibration, device;
    double cubed_tflops, best_tflops, stream_gbs;
};
constexpr std::array<DeviceAnchor, 4> anchors = {{
    {"a100-sxm", "A100 SXM", 262.5, 290.2, 1775},
    {"h100-sxm", "H100 SXM", 733.0, 861.2, 2920},
    {"b200-sxm", "B200 SXM", 1528.9, 1693.9, 6784},
    {"gb200", "GB200", 1591.0, 1964.4, 7149},
}};
const std::string anchor_source = "../shared/facts/gpus.csv: ai-dynamo/aiconfigurator";

Kernel product(std::int64_t m, std::int64_t n, std::int64_t k) {
    Kernel kernel;
    kernel.kind = KernelKind::gemm;
    kernel.precision = Precision::bf16;
    kernel.m = m;
    kernel.n = n;
    kernel.k = k;
    return kernel;
}

Duration time_of(const Calibration& calibration, const Kernel& kernel) {
    return std::get<KernelTime>(kernel_time(calibration, kernel)).time;
}

double tflops_of(const Calibration& calibration, const Kernel& kernel) {
    return flops(kernel) / time_of(calibration, kernel).in(second) / 1e12;
}

// The extents that the tables have, as far as large products need them.
constexpr std::array<std::int64_t, 8> extents = {1024,  2048,  4096,  8192,
                                                 16384, 32768, 51200, 65536};

double best_tflops(const Calibration& calibration) {
    double best = 0;
    for (const std::int64_t m : extents)
        for (const std::int64_t n : extents)
            for (const std::int64_t k : extents)
                if (m <= 32768)
                    best = std::max(best, tflops_of(calibration, product(m, n, k)));
    return best;
}

// A product with one row reads its matrix once.
double stream_gbs(const Calibration& calibration) {
    double best = 0;
    for (const std::int64_t n : extents)
        for (const std::int64_t k : extents)
            best = std::max(best, 2.0 * double(n) * double(k) /
                                      time_of(calibration, product(1, n, k)).in(second) / 1e9);
    return best;
}

Row anchor_row(std::string quantity, std::string unit, double measured, double model, Kind kind,
               std::string source, std::string note) {
    return {.quantity = std::move(quantity),
            .unit = std::move(unit),
            .source = std::move(source),
            .measured = measured,
            .model = model,
            .digits = 1,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = kind,
            .note = std::move(note)};
}

const std::string users = "users' public notes of JUPITER: ../shared/facts/jupiter.md";

void add_gh200(std::vector<Row>& rows) {
    const NodePart& node = shipped_parts().nodes.at("jupiter-booster");
    const Kernel cubed = product(8192, 8192, 8192);
    const auto shipped = shipped_parts().calibration(node.gpu.calibration);
    const auto run = std::get<KernelRun>(run_kernel(node, 0, *shipped, cubed));
    rows.push_back(anchor_row("GH200 at 680 W a module, BF16 8192 cubed", "TFLOP/s", 605,
                              run.flop_rate.si() / 1e12, Kind::fit, users,
                              "the calibration's ratio to the H100 was chosen by it; the shape of "
                              "the measured product is not told"));
    // What the model of power alone makes of an H100 with this memory under this cap.
    const auto h100 = shipped_parts().calibration("h100-sxm");
    const double memory =
        node.gpu.memory_bandwidth.value / shipped_parts().gpus.at("h100").memory_bandwidth.value;
    const Calibration uncapped = scaled(*h100, {1, memory, {}});
    const auto capped =
        std::get<KernelRun>(run_kernel(node.gpu, uncapped, cubed, gpu_limit(node, 0)));
    rows.push_back(anchor_row(
        "GH200 at 680 W a module from the H100 at 700 W, BF16 8192 cubed", "TFLOP/s", 605,
        capped.flop_rate.si() / 1e12, Kind::prediction, users,
        "the H100's times, 700 W for the GPU less what the cap leaves beside an idle Grace, and "
        "the paths of gpus/gh200-jupiter; their clock exponent was chosen with this pair in "
        "sight (models/power/README.md)"));
    Kernel copy;
    copy.kind = KernelKind::copy;
    copy.precision = Precision::fp32;
    copy.size = DataSize::from_si(1e9);
    const auto copied = std::get<KernelRun>(run_kernel(node, 0, *shipped, copy));
    rows.push_back(anchor_row("GH200, copy of 1 GB", "GB/s", 3640, copied.traffic_rate.si() / 1e9,
                              Kind::fit, users,
                              "the calibration's ratio of memory was chosen by it"));
}

}  // namespace

std::vector<Row> device_anchors(const CaseSetting&) {
    std::vector<Row> rows;
    for (const DeviceAnchor& anchor : anchors) {
        const auto calibration = shipped_parts().calibration(std::string(anchor.calibration));
        const Kernel cubed = product(8192, 8192, 8192);
        const bool held_out = calibration::held_out(cubed);
        rows.push_back(anchor_row(fmt::format("{}, BF16 8192 cubed", anchor.device), "TFLOP/s",
                                  anchor.cubed_tflops, tflops_of(*calibration, cubed),
                                  held_out ? Kind::prediction : Kind::fit, anchor_source,
                                  held_out ? "held out of the fit" : "one of the rows of the fit"));
        rows.push_back(anchor_row(fmt::format("{}, best BF16 product", anchor.device), "TFLOP/s",
                                  anchor.best_tflops, best_tflops(*calibration), Kind::fit,
                                  anchor_source, "best of a grid; half of the table was fitted"));
        rows.push_back(anchor_row(fmt::format("{}, matrix times vector", anchor.device), "GB/s",
                                  anchor.stream_gbs, stream_gbs(*calibration), Kind::fit,
                                  anchor_source, "best of a grid; half of the table was fitted"));
    }
    const auto h200 = shipped_parts().calibration(shipped_parts().gpus.at("h200").calibration);
    rows.push_back(anchor_row("H200 from the H100, BF16 8192 cubed", "TFLOP/s", 692.1,
                              tflops_of(*h200, product(8192, 8192, 8192)), Kind::prediction,
                              anchor_source, "the datasheets' ratios, nothing measured on it"));
    add_gh200(rows);
    struct IdleAnchor {
        std::string_view gpu;
        double idle_w, context_w;  // 0: not measured
        std::string_view source;
    };
    constexpr std::string_view idle_source =
        "../shared/facts/gpus.csv: arXiv 2605.23918 and 2604.07345";
    for (const IdleAnchor& anchor :
         {IdleAnchor{"a100", 53.7, 80.0, idle_source}, IdleAnchor{"h100", 72.5, 121.7, idle_source},
          IdleAnchor{"gh200-jupiter", 95.75, 0, "nvidia-smi of one node of JUPITER"}}) {
        const GpuPart& gpu = shipped_parts().gpus.at(std::string(anchor.gpu));
        const auto add = [&](const char* what, double measured, Power model) {
            rows.push_back(anchor_row(fmt::format("{}, {}", gpu.name, what), "W", measured,
                                      model.in(watt), Kind::fit, std::string(anchor.source),
                                      "the part cites it"));
        };
        add("idle", anchor.idle_w, gpu.idle_power);
        if (anchor.context_w > 0)
            add("idle with a context", anchor.context_w,
                gpu.idle_power.value + gpu.context_power.value);
    }
    return rows;
}

}  // namespace twin
