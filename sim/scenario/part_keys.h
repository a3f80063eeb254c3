// Every key of a part file, by kind: its place and its rule. What keys.h is to scenarios; what a
// field means stands at the struct that it fills.
#pragma once

#include <fmt/format.h>
#include <string>
#include <vector>

#include "models/cooling/plant_part.h"
#include "models/hardware/failures_part.h"
#include "models/hardware/parts.h"
#include "models/interconnect/topologies.h"
#include "models/power/efficiency.h"
#include "models/site/site.h"
#include "models/workload/codes.h"
#include "models/workload/model_part.h"
#include "sim/scenario/vocabulary.h"

namespace twin {

template <>
struct TextForm<std::vector<int>> {
    static std::string expected() { return "a list of integers"; }
    static Reading<std::vector<int>> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        std::vector<int> values;
        for (const auto& item : node.items) {
            auto value = TextForm<int>::read(item, rule);
            if (const UnitError* error = std::get_if<UnitError>(&value))
                return *error;
            values.push_back(std::get<int>(value));
        }
        return values;
    }
    static std::string write(const std::vector<int>& values) {
        return fmt::format("{}", fmt::join(values, ", "));
    }
};

template <>
struct TextForm<std::vector<std::string>> {
    static std::string expected() { return "a list of ids"; }
    static Reading<std::vector<std::string>> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        std::vector<std::string> values;
        for (const auto& item : node.items) {
            auto value = TextForm<std::string>::read(item, rule);
            if (const UnitError* error = std::get_if<UnitError>(&value))
                return *error;
            values.push_back(std::get<std::string>(value));
        }
        return values;
    }
    static std::string write(const std::vector<std::string>& values) {
        return fmt::format("{}", fmt::join(values, ", "));
    }
};

// A list of pairs: [["10 %", "92 %"], ["50 %", "97.5 %"]].
template <>
struct TextForm<EfficiencyCurve> {
    static std::string expected() {
        return "a list of [load, efficiency] such as [[\"10 %\", \"92 %\"], [\"50 %\", \"97 %\"]]";
    }
    static Reading<EfficiencyCurve> read(const TextNode& node, const Rule&) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        EfficiencyCurve curve;
        for (const auto& item : node.items) {
            if (item.kind != TextNode::Kind::list || item.items.size() != 2)
                return text_form::mismatch(expected(), item);
            auto load = TextForm<Share>::read(item.items[0], Rule{.min = 0, .above_min = true});
            if (const UnitError* error = std::get_if<UnitError>(&load))
                return *error;
            auto efficiency =
                TextForm<Share>::read(item.items[1], Rule{.min = 0, .max = 1, .above_min = true});
            if (const UnitError* error = std::get_if<UnitError>(&efficiency))
                return *error;
            curve.push_back({std::get<Share>(load).value, std::get<Share>(efficiency).value});
        }
        if (auto problem = curve_problem(curve); !problem.empty())
            return UnitError{"an efficiency curve", node.described(), std::move(problem)};
        return curve;
    }
    static std::string write(const EfficiencyCurve& curve) {
        std::string text;
        for (const auto& point : curve)
            text += fmt::format("{}{:.4g} % at {:.4g} %", text.empty() ? "" : ", ",
                                100 * point.efficiency, 100 * point.load);
        return text;
    }
};

// Inside, an efficiency is a double; in the text it is a share, "96 %".
template <class Visitor>
void share_key(Visitor& v, std::string_view name, Figure<double>& figure, const Rule& rule) {
    Figure<Share> share{{figure.value}, figure.evidence, figure.note};
    v.key(name, share, rule, "");
    figure = {share.value.value, share.evidence, share.note};
}

inline Rule share_of_one() {
    return Rule::between(0, 1);
}

inline Rule share_above_zero() {
    return Rule{.min = 0, .max = 1, .above_min = true};
}

template <class Visitor>
void describe(Visitor& v, GpuPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("generation", part.generation, Rule::any().needed(), "");
    v.key("idle_power", part.idle_power, Rule::not_negative().needed(), "");
    v.key("max_power", part.max_power, Rule::not_negative().needed(), "");
    v.key("context_power", part.context_power, Rule::not_negative().needed(), "");
    v.key("busy_power", part.busy_power, Rule::not_negative().needed(), "");
    v.key("tensor_power", part.tensor_power, Rule::not_negative().needed(), "");
    v.key("memory_power", part.memory_power, Rule::not_negative().needed(), "");
    v.key("link_power", part.link_power, Rule::not_negative().needed(), "");
    v.key("clock_exponent", part.clock_exponent, Rule::positive().needed(), "");
    share_key(v, "lowest_clock", part.lowest_clock, share_above_zero().needed());
    v.key("bf16_dense", part.bf16_dense, Rule::positive().needed(), "");
    v.key("fp64_tensor", part.fp64_tensor, Rule::not_negative(), "");
    v.key("memory", part.memory, Rule::not_negative().needed(), "");
    v.key("memory_bandwidth", part.memory_bandwidth, Rule::positive().needed(), "");
    v.key("link_bandwidth", part.link_bandwidth, Rule::positive(), "");
    v.key("calibration", part.calibration, Rule::any(), "");
}

template <class Visitor>
void describe(Visitor& v, CpuPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("cores", part.cores, Rule::not_negative().needed(), "");
    v.key("idle_power", part.idle_power, Rule::not_negative().needed(), "");
    v.key("max_power", part.max_power, Rule::not_negative().needed(), "");
    v.key("calibration", part.calibration, Rule::any(), "");
}

template <class Visitor>
void describe(Visitor& v, SwitchPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("ports", part.ports, Rule::not_negative().needed(), "");
    v.key("port_bandwidth", part.port_bandwidth, Rule::not_negative().needed(), "");
    v.key("power", part.power, Rule::not_negative().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, NodePart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("gpus", part.gpus, Rule::not_negative().needed(), "");
    v.key("gpu", part.gpu.id, Rule::any(), "");
    v.key("cpus", part.cpus, Rule::not_negative().needed(), "");
    v.key("cpu", part.cpu.id, Rule::any(), "");
    v.key("memory_power", part.memory_power, Rule::not_negative().needed(), "");
    v.key("nic_power", part.nic_power, Rule::not_negative().needed(), "");
    v.key("drive_power", part.drive_power, Rule::not_negative().needed(), "");
    v.key("fan_power", part.fan_power, Rule::not_negative(), "");
    v.key("module_cap", part.module_cap, Rule::positive(), "");
    v.key("converter_loss", part.converter_loss, Rule::not_negative().needed(), "");
    share_key(v, "converter_efficiency", part.converter_efficiency, share_above_zero().needed());
}

template <class Visitor>
void describe(Visitor& v, RackPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("node", part.node.id, Rule::any().needed(), "");
    v.key("nodes", part.nodes, Rule::not_negative().needed(), "");
    v.key("switches", part.switches, Rule::not_negative().needed(), "");
    v.key("network_switch", part.network_switch.id, Rule::any(), "");
    v.key("rectifiers", part.rectifiers, Rule::not_negative().needed(), "");
    v.key("rectifier", part.rectifier.id, Rule::any(), "");
    v.key("power_limit", part.power_limit, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, RectifierPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("rating", part.rating, Rule::positive().needed(), "");
    v.key("efficiency", part.efficiency, Rule::any().needed(), "");
    v.key("fixed_loss", part.fixed_loss, Rule::not_negative().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, SupplyPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("transformers", part.transformers, Rule::not_negative().needed(), "");
    v.key("transformer_rating", part.transformer_rating, Rule::positive().needed(), "");
    v.key("transformer_no_load_loss", part.transformer_no_load_loss, Rule::not_negative().needed(),
          "");
    v.key("transformer_load_loss", part.transformer_load_loss, Rule::not_negative().needed(), "");
    share_key(v, "ups_share", part.ups_share, share_of_one().needed());
    v.key("ups_rating", part.ups_rating, Rule::not_negative().needed(), "");
    v.key("ups_efficiency", part.ups_efficiency, Rule::any(), "");
    share_key(v, "distribution_loss", part.distribution_loss, share_of_one().needed());
    v.key("direct_current_efficiency", part.direct_current_efficiency, Rule::any(), "");
    v.key("direct_current_rating", part.direct_current_rating, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, ActivityPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("activity", part.activity, Rule::any().needed(), "");
    v.key("generation", part.generation, Rule::any().needed(), "");
    share_key(v, "cpu_utilisation", part.cpu_utilisation, share_of_one().needed());
    share_key(v, "busy", part.busy, share_of_one().needed());
    share_key(v, "tensor", part.tensor, share_of_one().needed());
    share_key(v, "memory", part.memory, share_of_one().needed());
    share_key(v, "link", part.link, share_of_one().needed());
    share_key(v, "compute_bound", part.compute_bound, share_of_one().needed());
}

// A row of a site as its file says it: the rack part by its id.
struct RackRowText {
    std::string part;
    Figure<int> count;
    Figure<NodeCount> nodes;
};

template <class Visitor>
void describe(Visitor& v, RackRowText& row) {
    v.key("part", row.part, Rule::any().needed(), "");
    v.key("count", row.count, Rule::positive().needed(), "");
    v.key("nodes", row.nodes, Rule::not_negative(), "");
}

struct SiteText {
    SiteDescription site;
    std::string supply;
    std::vector<RackRowText> rows;
};

template <class Visitor>
void describe(Visitor& v, SiteText& text) {
    v.key("name", text.site.name, Rule::any().needed(), "");
    v.key("node_name", text.site.node_name, Rule::any().needed(), "");
    v.key("first_rack_number", text.site.first_rack_number, Rule::not_negative(), "");
    v.key("first_node_number", text.site.first_node_number, Rule::not_negative(), "");
    v.key("missing_racks", text.site.missing_racks, Rule::not_negative(), "");
    v.key("racks_per_group", text.site.racks_per_group, Rule::positive(), "");
    v.key("has_power", text.site.has_power, Rule::any(), "");
    v.key("fixed_power", text.site.fixed_power, Rule::not_negative(), "");
    v.key("it_power_limit", text.site.it_power_limit, Rule::positive(), "");
    v.key("supply", text.supply, Rule::any(), "");
    v.key("cooling", text.site.cooling, Rule::any(), "");
    v.key("network", text.site.network, Rule::any(), "");
    v.key("storages", text.site.storages, Rule::any(), "");
    v.list("rows", text.rows, Rule::any().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, StoragePart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("read_bandwidth", part.read_bandwidth, Rule::positive().needed(), "");
    v.key("write_bandwidth", part.write_bandwidth, Rule::positive().needed(), "");
}

// Whole numbers are checked by topology_problems.
template <class Visitor>
void describe(Visitor& v, NetworkPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("topology", part.topology, Rule::one_of(topology_names()).needed(), "");
    v.key("network_switch", part.network_switch.id, Rule::any().needed(), "");
    v.key("nics_per_node", part.nics_per_node, Rule::any(), "");
    v.key("nic_bandwidth", part.nic_bandwidth, Rule::positive().needed(), "");
    v.key("nics_per_port", part.nics_per_port, Rule::any(), "");
    v.key("groups", part.groups, Rule::any(), "");
    v.key("service_groups", part.service_groups, Rule::any(), "");
    v.key("storage_group", part.storage_group, Rule::any(), "");
    v.key("leaves_per_group", part.leaves_per_group, Rule::any(), "");
    v.key("spines_per_group", part.spines_per_group, Rule::any(), "");
    v.key("cores", part.cores, Rule::any(), "");
    v.key("nodes_per_leaf", part.nodes_per_leaf, Rule::any(), "");
    v.key("nodes_per_group", part.nodes_per_group, Rule::any(), "");
    v.key("leaf_spine_cables", part.leaf_spine_cables, Rule::any(), "");
    v.key("spine_core_cables", part.spine_core_cables, Rule::any(), "");
    v.key("leaf_cables", part.leaf_cables, Rule::any(), "");
    v.key("global_cables", part.global_cables, Rule::any(), "");
    v.key("rail_optimised", part.rail_optimised, Rule::any(), "");
    v.key("extents", part.extents, Rule::any(), "");
    v.key("torus_cables", part.torus_cables, Rule::any(), "");
    v.key("tree_levels", part.tree_levels, Rule::any(), "");
    v.key("switch_latency", part.switch_latency, Rule::not_negative().needed(), "");
    v.key("cable_latency", part.cable_latency, Rule::not_negative().needed(), "");
    v.key("global_cable_latency", part.global_cable_latency, Rule::not_negative().needed(), "");
    v.key("gpu_links", part.gpu_links, Rule::one_of({"mesh", "nvswitch", "host-bridge"}), "");
    v.key("gpu_latency", part.gpu_latency, Rule::not_negative(), "");
    v.key("cpu_bandwidth", part.cpu_bandwidth, Rule::not_negative(), "");
    v.key("in_network_reduction", part.in_network_reduction, Rule::any(), "");
}

template <class Visitor>
void describe(Visitor& v, CodeSize& size) {
    v.key("name", size.name, Rule::any().needed(), "");
    v.key("work", size.work, Rule::positive(), "");
    v.key("whole_work", size.whole_work, Rule::positive(), "");
    v.key("start", size.start, Rule::not_negative(), "");
}

template <class Visitor>
void describe(Visitor& v, CodePart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("measured_on", part.measured_on, Rule::any().needed(), "");
    v.key("devices", part.devices, Rule::one_of({"gpus", "cpus"}).needed(), "");
    v.key("power_of_two", part.power_of_two, Rule::any(), "");
    v.key("least_nodes", part.least_nodes, Rule::positive().needed(), "");
    v.key("most_nodes", part.most_nodes, Rule::positive().needed(), "");
    v.key("fixed", part.fixed, Rule::not_negative().needed(), "");
    v.key("work_time", part.work_time, Rule::not_negative().needed(), "");
    v.key("doubling_time", part.doubling_time, Rule::not_negative().needed(), "");
    v.key("spread_time", part.spread_time, Rule::not_negative().needed(), "");
    share_key(v, "memory_share", part.memory_share, share_of_one().needed());
    share_key(v, "cpu_utilisation", part.cpu_utilisation, share_of_one().needed());
    share_key(v, "busy", part.busy, share_of_one().needed());
    share_key(v, "tensor", part.tensor, share_of_one().needed());
    share_key(v, "memory", part.memory, share_of_one().needed());
    share_key(v, "link", part.link, share_of_one().needed());
    share_key(v, "compute_bound", part.compute_bound, share_of_one().needed());
    share_key(v, "network_share", part.network_share, share_of_one().needed());
    v.list("sizes", part.sizes, Rule::any().needed(), "");
}

// What the numbers do not fit together to is checked by shape_problems.
template <class Visitor>
void describe(Visitor& v, ModelPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("layers", part.layers, Rule::positive().needed(), "");
    v.key("hidden", part.hidden, Rule::positive().needed(), "");
    v.key("ffn", part.ffn, Rule::not_negative(), "");
    v.key("heads", part.heads, Rule::positive().needed(), "");
    v.key("kv_heads", part.kv_heads, Rule::positive(), "");
    v.key("head_size", part.head_size, Rule::positive(), "");
    v.key("query_rank", part.query_rank, Rule::positive(), "");
    v.key("kv_rank", part.kv_rank, Rule::positive(), "");
    v.key("nope_head_size", part.nope_head_size, Rule::positive(), "");
    v.key("rope_head_size", part.rope_head_size, Rule::positive(), "");
    v.key("value_head_size", part.value_head_size, Rule::positive(), "");
    v.key("vocabulary", part.vocabulary, Rule::positive().needed(), "");
    v.key("gated", part.gated, Rule::any().needed(), "");
    v.key("tied_embedding", part.tied_embedding, Rule::any().needed(), "");
    v.key("parallel_blocks", part.parallel_blocks, Rule::any(), "");
    v.key("window", part.window, Rule::not_negative(), "");
    v.key("experts", part.experts, Rule::not_negative(), "");
    v.key("experts_per_token", part.experts_per_token, Rule::not_negative(), "");
    v.key("expert_ffn", part.expert_ffn, Rule::not_negative(), "");
    v.key("shared_experts", part.shared_experts, Rule::not_negative(), "");
    v.key("dense_layers", part.dense_layers, Rule::not_negative(), "");
    v.key("mtp_layers", part.mtp_layers, Rule::not_negative(), "");
    v.key("sequence", part.sequence, Rule::positive(), "");
    v.key("global_batch", part.global_batch, Rule::positive(), "");
    v.key("tokens", part.tokens, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, FailureCausePart& cause) {
    v.key("name", cause.name, Rule::any().needed(), "");
    v.key("takes", cause.takes, Rule::one_of(failing_words).needed(), "");
    share_key(v, "share", cause.share, share_of_one().needed());
    v.key("repair_median", cause.repair_median, Rule::positive(), "");
    v.key("repair_mean", cause.repair_mean, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, LinkFailurePart& link) {
    v.key("name", link.name, Rule::any().needed(), "");
    v.key("takes", link.takes, Rule::one_of(failing_link_words).needed(), "");
    v.key("mtbf", link.mtbf, Rule::positive().needed(), "");
    v.key("repair_median", link.repair_median, Rule::positive().needed(), "");
    v.key("repair_mean", link.repair_mean, Rule::positive().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, FailuresPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("gpu_mtbf", part.gpu_mtbf, Rule::positive(), "");
    v.key("node_mtbf", part.node_mtbf, Rule::positive(), "");
    v.list("causes", part.causes, Rule::any().needed(), "");
    v.list("links", part.links, Rule::any(), "");
}

// Per CDU, per dry cooler or tower cell: models/cooling/plant_part.h.
template <class Visitor>
void describe(Visitor& v, CoolingPlantPart& part) {
    const Rule some = Rule{.min = 0, .max = 1, .above_min = true};
    const Rule share = Rule::between(0, 1);
    // Liquid water; beyond these the equations of moist air do not hold either.
    const Rule water = Rule::between(Temperature::celsius(0).si(), Temperature::celsius(95).si());
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("racks_per_cdu", part.racks_per_cdu, Rule::positive().needed(), "");
    v.key("cdu_heat", part.cdu_heat, Rule::positive().needed(), "");
    v.key("supply_set_point", part.supply_set_point, Rule(water).needed(), "");
    v.key("supply_limit", part.supply_limit, Rule(water).needed(), "");
    v.key("trip_limit", part.trip_limit, Rule(water).needed(), "");
    v.key("secondary_flow", part.secondary_flow, Rule::positive().needed(), "");
    share_key(v, "lowest_secondary_flow", part.lowest_secondary_flow, Rule(some).needed());
    v.key("secondary_pressure", part.secondary_pressure, Rule::not_negative().needed(), "");
    share_key(v, "secondary_held_pressure", part.secondary_held_pressure, share);
    share_key(v, "secondary_pump_efficiency", part.secondary_pump_efficiency, Rule(some).needed());
    v.key("secondary_mass", part.secondary_mass, Rule::positive().needed(), "");
    v.key("exchanger_conductance", part.exchanger_conductance, Rule::positive().needed(), "");
    share_key(v, "secondary_film", part.secondary_film, Rule(share).needed());
    share_key(v, "primary_film", part.primary_film, Rule(share).needed());
    v.key("primary_approach", part.primary_approach, Rule::positive().needed(), "");
    v.key("primary_flow", part.primary_flow, Rule::positive().needed(), "");
    share_key(v, "lowest_primary_flow", part.lowest_primary_flow, Rule(some).needed());
    v.key("primary_pressure", part.primary_pressure, Rule::not_negative().needed(), "");
    share_key(v, "primary_held_pressure", part.primary_held_pressure, share);
    share_key(v, "primary_pump_efficiency", part.primary_pump_efficiency, Rule(some).needed());
    v.key("supply_volume", part.supply_volume, Rule::positive().needed(), "");
    v.key("return_volume", part.return_volume, Rule::positive().needed(), "");
    v.key("rejection", part.rejection, Rule::one_of({"dry_coolers", "towers"}).needed(), "");
    v.key("unit_heat", part.unit_heat, Rule::positive().needed(), "");
    v.key("unit_fan_power", part.unit_fan_power, Rule::not_negative().needed(), "");
    v.key("unit_air_flow", part.unit_air_flow, Rule::positive().needed(), "");
    v.key("unit_water_flow", part.unit_water_flow, Rule::positive().needed(), "");
    v.key("unit_conductance", part.unit_conductance, Rule::positive().needed(), "");
    share_key(v, "air_film", part.air_film, Rule(share).needed());
    share_key(v, "water_film", part.water_film, Rule(share).needed());
    v.key("fan_exponent", part.fan_exponent, Rule::between(1, 3).needed(), "");
    share_key(v, "adiabatic_efficiency", part.adiabatic_efficiency, share);
    v.key("adiabatic_from", part.adiabatic_from, Rule(water), "");
    v.key("adiabatic_assist", part.adiabatic_assist, Rule::any(), "");
    v.key("intermediate_conductance", part.intermediate_conductance, Rule::positive(), "");
    v.key("tower_pressure", part.tower_pressure, Rule::not_negative(), "");
    share_key(v, "tower_pump_efficiency", part.tower_pump_efficiency, some);
    share_key(v, "evaporated_share", part.evaporated_share, share);
    share_key(v, "air_fan_share", part.air_fan_share, Rule(share).needed());
    v.key("chiller_cop", part.chiller_cop, Rule::positive().needed(), "");
    v.key("free_cooling_below", part.free_cooling_below, Rule::any().needed(), "");
    v.key("chiller_above", part.chiller_above, Rule::any().needed(), "");
}

}  // namespace twin
