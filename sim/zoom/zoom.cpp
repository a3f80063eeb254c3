#include "sim/zoom/zoom.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/zoom/collective_flows.h"
#include "sim/zoom/flow_simulation.h"

namespace twin {
namespace {

Level level_of(LinkClass kind) {
    switch (kind) {
        case LinkClass::gpu:
            return Level::node_links;
        case LinkClass::nic:
            return Level::nics;
        case LinkClass::leaf:
            return Level::leaf_uplinks;
        case LinkClass::global:
        case LinkClass::core:
            break;
    }
    return Level::global_links;
}

Duration& part_of(CollectiveCost& cost, Level level) {
    switch (level) {
        case Level::node_links:
            return cost.node_links;
        case Level::nics:
            return cost.nics;
        case Level::leaf_uplinks:
            return cost.leaf_uplinks;
        case Level::global_links:
            return cost.global_links;
        case Level::none:
        case Level::latency:
            break;
    }
    return cost.latency;
}

void add(CollectiveCost& sum, const CollectiveCost& cost) {
    for (const Level level : {Level::latency, Level::node_links, Level::nics, Level::leaf_uplinks,
                              Level::global_links}) {
        CollectiveCost copy = cost;
        part_of(sum, level) += part_of(copy, level);
    }
}

// A transfer on its way; its time at the links' full rates.
struct Way {
    Transfer transfer;
    ZoomPath path;
    bool inside = false;  // a node
    Duration time{};
};

struct StageRun {
    CollectiveStage stage;
    std::vector<Way> ways;
    std::vector<DataSize> bytes;  // by link, of one step
    std::vector<int> flows;       // the same
    int simulated = 0;            // of the ways; the others are like these
};

// What one protocol makes of a stage.
struct Speed {
    Duration start{}, step{}, network_step{};
    double fraction = 1, network_fraction = 1;
    Duration own{};
};

class Zoom {
  public:
    Zoom(const ZoomRequest& request, const CollectiveConstants& constants, ZoomFabric& fabric)
        : constants_(constants), fabric_(fabric) {
        const CollectiveStages stages =
            *collective_stages(request.algorithm, request.collective, constants, fabric);
        for (const auto& choices : stages) {
            auto& runs = runs_.emplace_back();
            for (const CollectiveStage& stage : choices)
                runs.push_back(with_paths(stage));
        }
    }

    ZoomResult run() {
        std::vector<Bandwidth> links;
        for (const ZoomLink& link : fabric_.links())
            links.push_back(link.bandwidth);
        FlowSimulation simulation(links);
        ZoomResult result;
        std::vector<LinkLoad> loads(links.size());
        std::vector<Duration> busy(links.size());
        for (auto& choices : runs_) {
            const StageRun* fastest = nullptr;
            ZoomStage best;
            double fraction = 1, network_fraction = 1;
            for (StageRun& run : choices) {
                simulate(run, simulation);
                result.flows += run.simulated;
                for (int number = run.stage.first_protocol; number < protocols_of(run); ++number) {
                    const Speed speed = speed_of(run.stage, static_cast<std::size_t>(number));
                    ZoomStage told = told_of(run, speed);
                    if (fastest && !(told.cost.total() < best.cost.total()))
                        continue;
                    fastest = &run;
                    best = std::move(told);
                    fraction = speed.fraction;
                    network_fraction = speed.network_fraction;
                }
            }
            for (std::size_t i = 0; i < fastest->bytes.size(); ++i) {
                const ZoomLink& link = fabric_.links()[i];
                loads[i].bytes += best.steps * fastest->bytes[i];
                loads[i].flows = std::max(loads[i].flows, fastest->flows[i]);
                busy[i] +=
                    best.steps * fastest->bytes[i] /
                    ((link.kind == LinkClass::gpu ? fraction : network_fraction) * link.bandwidth);
            }
            add(result.cost, best.cost);
            result.stages.push_back(std::move(best));
        }
        for (std::size_t i = 0; i < loads.size(); ++i) {
            loads[i].link = fabric_.links()[i];
            loads[i].busy = busy[i] / result.cost.total();
            if (busy[i] > Duration())
                loads[i].reached = loads[i].bytes / (busy[i] * loads[i].link.bandwidth);
            if (loads[i].bytes > DataSize())
                result.loads.push_back(std::move(loads[i]));
        }
        // Rounding must not choose among links that are alike: the first of them stays in front.
        std::stable_sort(result.loads.begin(), result.loads.end(),
                         [](const LinkLoad& a, const LinkLoad& b) {
                             return std::round(a.busy * 1e9) > std::round(b.busy * 1e9);
                         });
        return result;
    }

  private:
    int protocols_of(const StageRun& run) const {
        return run.stage.by_switches ? 1 : static_cast<int>(constants_.network.size());
    }

    StageRun with_paths(const CollectiveStage& stage) {
        StageRun run{stage, {}, {}, {}, 0};
        std::vector<ZoomFabric::Message> messages;
        for (const Transfer& transfer : stage.transfers)
            messages.push_back({transfer.from, transfer.to, transfer.size});
        fabric_.expect(messages);
        for (const Transfer& transfer : stage.transfers) {
            const bool inside = transfer.from / fabric_.gpus() == transfer.to / fabric_.gpus();
            run.ways.push_back({transfer,
                                transfer.from == transfer.to
                                    ? fabric_.through_node_switch(transfer.from)
                                    : fabric_.path(transfer.from, transfer.to, transfer.size),
                                inside,
                                {}});
        }
        return run;
    }

    // Without latencies, which are the steps' matter: flows of one step begin together.
    void simulate(StageRun& run, FlowSimulation& simulation) const {
        run.bytes.assign(fabric_.links().size(), DataSize());
        run.flows.assign(fabric_.links().size(), 0);
        // SimGrid counts whole bytes and fractions of a nanosecond, and its clock is a double:
        // small steps are made longer, large ones shorter.
        DataSize smallest = run.ways.front().transfer.size;
        for (const Way& way : run.ways)
            smallest = std::min(smallest, way.transfer.size);
        const double longer = DataSize::from_si(1e9) / smallest;
        const std::vector<std::size_t> stand_in = stand_ins(run);
        std::vector<std::size_t> simulated;
        std::vector<Flow> flows;
        for (std::size_t i = 0; i < run.ways.size(); ++i) {
            const Way& way = run.ways[i];
            if (stand_in[i] == i) {
                flows.push_back({longer * way.transfer.size, way.path.links, {}});
                simulated.push_back(i);
            }
            for (const int link : way.path.links) {
                run.bytes[static_cast<std::size_t>(link)] += way.transfer.size;
                ++run.flows[static_cast<std::size_t>(link)];
            }
        }
        const std::vector<Duration> ends = simulation.run(flows);
        for (std::size_t i = 0; i < ends.size(); ++i)
            run.ways[simulated[i]].time = ends[i] / longer;
        for (std::size_t i = 0; i < run.ways.size(); ++i)
            run.ways[i].time = run.ways[stand_in[i]].time;
        run.simulated = static_cast<int>(flows.size());
    }

    // Flows inside a node share no link with others. Where those of two nodes are alike the first
    // ones stand for the second ones: for each way its own number, or that of the one like it.
    std::vector<std::size_t> stand_ins(const StageRun& run) const {
        using Inside = std::tuple<int, int, double>;  // from and to in the node, bytes
        std::map<int, std::vector<std::pair<Inside, std::size_t>>> by_node;
        std::vector<std::size_t> stand_in(run.ways.size());
        for (std::size_t i = 0; i < run.ways.size(); ++i) {
            stand_in[i] = i;
            const Transfer& transfer = run.ways[i].transfer;
            const int gpus = fabric_.gpus();
            if (run.ways[i].inside)
                by_node[transfer.from / gpus].push_back(
                    {{transfer.from % gpus, transfer.to % gpus, transfer.size.si()}, i});
        }
        std::map<std::vector<Inside>, int> known;
        for (auto& [node, flows] : by_node) {
            std::sort(flows.begin(), flows.end());
            std::vector<Inside> kind;
            for (const auto& [inside, i] : flows)
                kind.push_back(inside);
            const int first = known.try_emplace(std::move(kind), node).first->second;
            for (std::size_t i = 0; i < flows.size(); ++i)
                stand_in[flows[i].second] = by_node[first][i].second;
        }
        return stand_in;
    }

    Speed speed_of(const CollectiveStage& stage, std::size_t number) const {
        const NodeConstants& node = constants_.node;
        const NodeProtocol& protocol = (stage.by_peers ? node.peer : node.ring)[number];
        const NetworkProtocol& network = constants_.network[number];
        Speed speed;
        speed.start = protocol.start;
        speed.step = stage.by_peers ? Duration() : protocol.step;
        speed.network_step = stage.is_tree ? network.tree_step : network.ring_step;
        speed.fraction = constants_.link_share * protocol.link_fraction;
        speed.network_fraction = constants_.nic_fraction * network.fraction;
        if (stage.by_switches) {
            speed.start = node.switches->start;
            speed.fraction = constants_.link_share * node.switches->link_fraction;
        }
        const NodeFabric& fabric = fabric_.rates().node;
        const Bandwidth links = fabric.links == GpuLinks::mesh
                                    ? (fabric_.gpus() - 1) * fabric.pair_bandwidth()
                                    : fabric.gpu_bandwidth;
        if (stage.own_part > DataSize() && fabric_.gpus() > 1)
            speed.own = stage.own_part / (protocol.part_fraction * links);
        return speed;
    }

    static Duration latency_of(const Way& way, const Speed& speed) {
        return way.inside ? speed.step : speed.network_step + way.path.latency;
    }
    static Duration time_of(const Way& way, const Speed& speed) {
        return way.time / (way.inside ? speed.fraction : speed.network_fraction);
    }

    ZoomStage told_of(const StageRun& run, const Speed& speed) const {
        const CollectiveStage& stage = run.stage;
        ZoomStage told{stage.what, static_cast<int>(run.ways.size()), stage.steps, {}, {}, {}};
        const Way* slowest = &run.ways.front();
        for (const Way& way : run.ways)
            if (time_of(way, speed) > time_of(*slowest, speed) * (1 + 1e-9))
                slowest = &way;
        const Duration own = slowest->inside ? speed.own : Duration();
        Duration bytes = time_of(*slowest, speed) + own;
        told.cost.latency = speed.start + stage.message_gaps * constants_.message_gap;
        switch (stage.timing) {
            case StageTiming::ring: {
                const RingStep step = step_of(run, speed);
                told.cost.latency += stage.steps * (step.time - step.longest);
                told.hidden = stage.steps * (step.latency - (step.time - step.longest));
                bytes = stage.steps * step.longest + own;
                break;
            }
            case StageTiming::pipeline:
                told.cost.latency += stage.node_hops * speed.step +
                                     stage.network_hops * speed.network_step + stage.wire;
                break;
            case StageTiming::at_once: {
                Duration last;
                for (const Way& way : run.ways)
                    last = std::max(last, latency_of(way, speed) + time_of(way, speed) +
                                              (way.inside ? speed.own : Duration()));
                told.cost.latency += std::max(Duration(), last - bytes);
                bytes = std::min(bytes, last);
                break;
            }
        }
        const int fullest = fullest_of(*slowest, run);
        const ZoomLink& link = fabric_.links()[static_cast<std::size_t>(fullest)];
        part_of(told.cost, level_of(link.kind)) += bytes;
        told.fullest = link.name;
        return told;
    }

    struct RingStep {
        Duration time{};
        Duration longest{};  // of its hops, without latency
        Duration latency{};  // mean of its hops
    };
    // All chunks pass each hop one after the other, and each chunk passes all hops: a step takes
    // what the slower of the two asks for. While a chunk waits for a slow hop latencies pass.
    static RingStep step_of(const StageRun& run, const Speed& speed) {
        struct Ring {
            Duration latency{}, time{}, longest{};
            double hops = 0;
        };
        std::map<int, Ring> rings;
        for (const Way& way : run.ways) {
            Ring& ring = rings[way.transfer.chain];
            ring.latency += latency_of(way, speed);
            ring.time += time_of(way, speed);
            ring.longest = std::max(ring.longest, time_of(way, speed));
            ++ring.hops;
        }
        RingStep slowest;
        for (const auto& [number, ring] : rings) {
            const Duration here = std::max((ring.latency + ring.time) / ring.hops, ring.longest);
            if (here > slowest.time)
                slowest = {here, ring.longest, ring.latency / ring.hops};
        }
        return slowest;
    }

    // Of the links on its way the one that the bytes of this step would keep busy longest.
    int fullest_of(const Way& way, const StageRun& run) const {
        const auto time = [&](int link) {
            const auto i = static_cast<std::size_t>(link);
            return run.bytes[i] / fabric_.links()[i].bandwidth;
        };
        int fullest = way.path.links.front();
        for (const int link : way.path.links)
            if (time(link) > time(fullest) * (1 + 1e-9))
                fullest = link;
        return fullest;
    }

    const CollectiveConstants& constants_;
    ZoomFabric& fabric_;
    std::vector<std::vector<StageRun>> runs_;
};

}  // namespace

std::optional<int> flows_of(const ZoomRequest& request, const CollectiveConstants& constants,
                            ZoomFabric& fabric) {
    if (!constants.has(request.algorithm))
        return {};
    const auto stages = collective_stages(request.algorithm, request.collective, constants, fabric);
    if (!stages)
        return {};
    std::size_t most = 0;
    const int gpus = fabric.gpus();
    for (const auto& choices : *stages)
        for (const CollectiveStage& stage : choices)
            most = std::max(most, static_cast<std::size_t>(std::count_if(
                                      stage.transfers.begin(), stage.transfers.end(),
                                      [&](const Transfer& transfer) {
                                          return transfer.from / gpus != transfer.to / gpus;
                                      })));
    return static_cast<int>(most);
}

ZoomResult zoom(const ZoomRequest& request, const CollectiveConstants& constants,
                ZoomFabric& fabric) {
    return Zoom(request, constants, fabric).run();
}

}  // namespace twin
