#include "validation/collectives/measured_collectives.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <stdexcept>

#include "models/interconnect/network.h"
#include "sim/arrivals/line_reader.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);

// FNV-1a, whose lowest bits differ little between texts that end alike. Of the higher ones 17 would
// leave the switches that add one size to be fitted by; 18 is the next. Not of the type: the tables
// have the same bytes as half and as int8, in almost the same time.
bool is_held_out(std::string_view machine, std::string_view collective, int gpus, DataSize size) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : fmt::format("{},{},{},{:.0f}", machine, collective, gpus, size.si()))
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return (hash >> 18) & 1;
}

double number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("expected a number, got '{}'", text));
    return value;
}

// What reading each line below the heads gives; a mistake names the file and the line.
template <class Read>
auto read_rows(const std::filesystem::path& path, Read read) {
    LineReader lines(path);
    std::string_view line;
    lines.next(line);
    std::vector<decltype(read(line))> rows;
    while (lines.next(line)) {
        try {
            rows.push_back(read(line));
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(
                fmt::format("{}:{}: {}", path.string(), lines.line_number(), error.what()));
        }
    }
    return rows;
}

struct CollectiveWord {
    std::string_view word;
    Collective collective;
};
constexpr std::array words = {CollectiveWord{"all_reduce", Collective::all_reduce},
                              CollectiveWord{"all_gather", Collective::all_gather},
                              CollectiveWord{"reduce_scatter", Collective::reduce_scatter},
                              CollectiveWord{"alltoall", Collective::all_to_all}};

Collective collective_of(std::string_view text) {
    for (const CollectiveWord& entry : words)
        if (entry.word == text)
            return entry.collective;
    throw std::runtime_error(fmt::format("expected a collective, got '{}'", text));
}

template <std::size_t count>
std::array<std::string_view, count> fields_of(std::string_view line) {
    std::array<std::string_view, count> fields;
    for (std::string_view& field : fields) {
        const std::size_t comma = line.find(',');
        field = line.substr(0, comma);
        line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
    }
    return fields;
}

NcclRow nccl_row_of(std::string_view machine, std::string_view line) {
    // collective, type, GPUs, elements, milliseconds
    const auto fields = fields_of<5>(line);
    NcclRow row;
    const bool is_half = fields[1] == "half";
    row.collective = fields[0];
    row.request = {.collective = collective_of(fields[0]),
                   .size = DataSize::from_si(number(fields[3]) * (is_half ? 2 : 1)),
                   .switches_can_add = is_half};
    row.gpus = static_cast<int>(number(fields[2]));
    row.time = number(fields[4]) * 1e-3 * second;
    row.held_out = is_held_out(machine, fields[0], row.gpus, row.request.size);
    return row;
}

constexpr std::array measured_machines = {
    NcclMachine{"a100_sxm", "NVLink 3", 8, 300 * gigabyte_per_second},
    NcclMachine{"h100_sxm", "NVLink 4", 8, 450 * gigabyte_per_second},
    NcclMachine{"b200_sxm", "NVLink 5", 8, 900 * gigabyte_per_second},
    NcclMachine{"gb200", "NVLink 5", 4, 900 * gigabyte_per_second}};

constexpr std::array jupiter_points = {
    AllReducePoint{1, 70.4, true}, AllReducePoint{2, 58.5, false}, AllReducePoint{4, 47.2, true},
    AllReducePoint{8, 43.4, false}};

// The network and the node of that name as they are shipped.
FabricRates rates_of_machine(const std::string& id) {
    const PartsCatalog& parts = shipped_parts();
    return fabric_rates(parts.networks.at(id), parts.nodes.at(id));
}

}  // namespace

std::span<const NcclMachine> nccl_machines() {
    return measured_machines;
}

FabricRates rates_of(const NcclMachine& machine) {
    FabricRates rates;
    rates.node.gpus = machine.gpus;
    rates.node.links = GpuLinks::nvswitch;
    rates.node.gpu_bandwidth = machine.link_bandwidth;
    return rates;
}

std::vector<NcclRow> read_nccl_rows(const std::filesystem::path& shared,
                                    const NcclMachine& machine) {
    return read_rows(shared / fmt::format("calibration/nccl_{}.csv", machine.table),
                     [&](std::string_view line) { return nccl_row_of(machine.table, line); });
}

std::span<const AllReducePoint> jupiter_all_reduces() {
    return jupiter_points;
}

CollectiveRequest jupiter_all_reduce_request() {
    return {.collective = Collective::all_reduce, .size = DataSize::from_si(256e6)};
}

PlacementShape jupiter_shape(int nodes) {
    return {.gpus_per_node = 4, .nodes_by_group = {nodes}};
}

FabricRates jupiter_rates() {
    return rates_of_machine("jupiter-booster");
}

std::vector<OsuRow> read_osu_rows(const std::filesystem::path& shared) {
    return read_rows(shared / "facts/jubench/osu__osu_jwb_ompi_s23.csv", [](std::string_view line) {
        // system, mode, nodes, tasks a node, devices, test, message, buffer, target, seconds, size,
        // result
        const auto fields = fields_of<12>(line);
        return OsuRow{.test = std::string(fields[5]),
                      .nodes = static_cast<int>(number(fields[2])),
                      .message = DataSize::from_si(number(fields[6])),
                      .result = number(fields[11])};
    });
}

double mean_result(const std::vector<OsuRow>& rows, std::string_view test, int nodes,
                   double message_bytes) {
    double sum = 0;
    int count = 0;
    for (const OsuRow& row : rows)
        if (row.test == test && row.nodes == nodes && row.message.si() == message_bytes) {
            sum += row.result;
            ++count;
        }
    if (count == 0)
        throw std::runtime_error(fmt::format("expected rows of {} with {} nodes and {} bytes", test,
                                             nodes, message_bytes));
    return sum / count;
}

FabricRates juwels_booster_rates() {
    return rates_of_machine("juwels-booster");
}

}  // namespace twin
