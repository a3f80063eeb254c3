// The structs that the files of models/parts fill. One device is one file; its key names are the
// field names below and its `id` is the file's stem. Another part is named by that stem:
// `gpu = "gh200-jupiter"`. Every figure carries its source. A field is required in the file unless
// it is std::optional or its comment says "absent:".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/hardware/figure.h"
#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

struct GpuPart {
    std::string id, name;
    std::string generation;    // "hopper": devices of one make share their activities
    Figure<Power> idle_power;  // device and its memory, no work
    Figure<Power> max_power;   // at full utilisation, and the device's own limit
    // Above idle: a context is resident; each path at its full activity and the full clock.
    Figure<Power> context_power, busy_power, tensor_power, memory_power, link_power;
    // Under a cap the clock falls to the share c of the full one, down to lowest_clock; what the
    // cores draw (busy_power, tensor_power) falls with c^clock_exponent, what memory and links draw
    // stays. Both above 0, lowest_clock at most 1.
    Figure<double> clock_exponent, lowest_clock;
    Figure<FlopRate> bf16_dense;  // peak, no sparsity
    std::optional<Figure<FlopRate>> fp64_tensor;
    Figure<DataSize> memory;
    Figure<Bandwidth> memory_bandwidth;
    // Of all its links to the other GPUs of its node, one direction; absent: not known.
    std::optional<Figure<Bandwidth>> link_bandwidth;
    // Id of the measured rates of its kernels, models/hardware/calibration.h; absent: not known.
    std::string calibration;
};

struct CpuPart {
    std::string id, name;
    Figure<int> cores;
    Figure<Power> idle_power;
    Figure<Power> max_power;
    std::string calibration;  // as of GpuPart
};

struct SwitchPart {
    std::string id, name;
    Figure<int> ports;
    Figure<Bandwidth> port_bandwidth;  // one direction
    Figure<Power> power;               // does not depend on the load
};

struct NodePart {
    std::string id, name;
    Figure<int> gpus;  // >= 0
    GpuPart gpu;       // absent: only where gpus is 0
    Figure<int> cpus;  // >= 0
    CpuPart cpu;       // absent: only where cpus is 0
    Figure<Power> memory_power;
    Figure<Power> nic_power;    // all NICs of the node
    Figure<Power> drive_power;  // all drives of the node
    Figure<Power> fan_power;    // all fans of the node at full load; absent: 0 W, cooled by water
    // Cap on one GPU plus its share of the CPUs (a GH200 superchip); absent: no shared cap.
    std::optional<Figure<Power>> module_cap;
    // The node's voltage converter: input = (load + converter_loss) / converter_efficiency.
    Figure<Power> converter_loss;
    Figure<double> converter_efficiency{1.0};  // above 0, at most 1
};

// Efficiency (output / input) at shares of the rated output; between points linear in the loss,
// below the first and above the last as at these. Ascending in `load` and in the input; at least
// one point, but for a figure that may be absent.
struct EfficiencyPoint {
    double load = 0;        // output / rating; above 0
    double efficiency = 1;  // above 0, at most 1
    bool operator==(const EfficiencyPoint&) const = default;
};
using EfficiencyCurve = std::vector<EfficiencyPoint>;

// Turns the alternating current of the supply into the direct current of a rack's bus.
struct RectifierPart {
    std::string id, name;
    Figure<Power> rating;  // output of one
    Figure<EfficiencyCurve> efficiency;
    // Beside the curve, whatever the load: for figures that are given as a fixed loss.
    Figure<Power> fixed_loss;  // of one, at its output
};

// From the grid to the racks' input.
struct SupplyPart {
    std::string id, name;
    Figure<int> transformers;                // alike; they share the load
    Figure<Power> transformer_rating;        // output of one
    Figure<Power> transformer_no_load_loss;  // of one
    Figure<Power> transformer_load_loss;     // of one at its rating; quadratic in the load
    Figure<double> ups_share;                // of the IT load that a UPS feeds, 0 to 1
    Figure<Power> ups_rating;                // output of all together; 0 where there is none
    Figure<EfficiencyCurve> ups_efficiency;  // absent: only where ups_share is 0
    Figure<double> distribution_loss;        // of the IT load in cables and busbars
    // Central rectifiers, which a supply with direct current to the racks would have instead of UPS
    // and rack rectifiers; absent (empty, 0 W): not known, and the what-if cannot be asked.
    Figure<EfficiencyCurve> direct_current_efficiency;
    Figure<Power> direct_current_rating;  // output of all together
};

// A file system that all nodes reach; figures of all of it together.
struct StoragePart {
    std::string id, name;
    Figure<Bandwidth> read_bandwidth, write_bandwidth;  // > 0
};

struct RackPart {
    std::string id, name;
    NodePart node;
    Figure<int> nodes;                         // slots of a full rack; 0: any number (a flat pool)
    Figure<int> switches;                      // >= 0
    SwitchPart network_switch;                 // absent: only where switches is 0
    Figure<int> rectifiers;                    // alike; they share the rack's load
    RectifierPart rectifier;                   // absent: only where rectifiers is 0
    std::optional<Figure<Power>> power_limit;  // what the rack may draw
};

// What a kind of work does to GPUs of one generation, for jobs whose log does not say.
struct ActivityPart {
    std::string id, name;
    std::string activity;    // "hpl": the word that a scenario uses
    std::string generation;  // of GpuPart
    Figure<double> cpu_utilisation, busy, tensor, memory, link, compute_bound;  // 0 to 1
};

}  // namespace twin
