#include "models/power/node_power.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "models/power/gpu_power.h"

namespace twin {
namespace {

// Fans turn at no less than this share of their full speed. Assumption: what servers' controllers
// commonly keep at idle.
constexpr double lowest_fan_speed = 0.3;

Power between(Power idle, Power max, double utilisation) {
    assert(utilisation >= 0 && utilisation <= 1);
    return idle + utilisation * (max - idle);
}

Power cpu_power(const NodePart& node, double utilisation) {
    return node.cpus > 0 ? between(node.cpu.idle_power, node.cpu.max_power, utilisation) : Power();
}

double cpus_per_gpu(const NodePart& node) {
    return double(node.cpus) / node.gpus;
}

// Fans follow the heat: air flow with the devices' power, fan power with the flow's cube.
Power fans_at(const NodePart& node, Power devices) {
    Power most =
        double(node.gpus) * node.gpu.max_power.value + double(node.cpus) * node.cpu.max_power.value;
    if (node.module_cap)
        most = std::min(most, double(node.gpus) * node.module_cap->value);
    const double speed =
        most > Power() ? std::clamp(devices / most, lowest_fan_speed, 1.0) : lowest_fan_speed;
    return speed * speed * speed * node.fan_power.value;
}

NodeDraw with_fixed_parts(const NodePart& node, NodeDraw draw) {
    draw.memory = node.memory_power;
    draw.nics = node.nic_power;
    draw.drives = node.drive_power;
    if (node.fan_power.value > Power())
        draw.fans = fans_at(node, draw.gpus + draw.cpus);
    const Power load = draw.input();
    draw.converter_loss = (load + node.converter_loss.value) / node.converter_efficiency - load;
    return draw;
}

// `cores_share(load, own)`: what is left of the cores' power, where the part's own cap leaves
// `own`.
template <class CoresShare>
NodeDraw draw_with(const NodePart& node, const Phase& phase, CoresShare cores_share) {
    NodeDraw draw;
    draw.cpus = double(node.cpus) * cpu_power(node, phase.cpu_utilisation);
    if (node.gpus > 0) {
        const GpuLoad load = load_of(node.gpu, phase);
        const double own =
            cores_share_under(node.gpu, load, gpu_limit(node, phase.cpu_utilisation));
        const double now = cores_share(load, own);
        draw.gpus = double(node.gpus) * load.at(now);
        draw.clock = clock_of(node.gpu, now);
        if (now < own) {
            const double slower = clock_of(node.gpu, own) / draw.clock;
            draw.speed = 1 / (phase.compute_bound * slower + 1 - phase.compute_bound);
        }
    }
    return with_fixed_parts(node, draw);
}

// Sums of powers over time: of a step, stretch by stretch.
struct Sum {
    NodeDraw energy;  // in J, where it says W
    double clock = 0, time = 0;
    void add(const NodeDraw& draw, double seconds) {
        for (const auto part :
             {&NodeDraw::gpus, &NodeDraw::cpus, &NodeDraw::memory, &NodeDraw::nics,
              &NodeDraw::drives, &NodeDraw::fans, &NodeDraw::converter_loss})
            energy.*part += seconds * (draw.*part);
        clock += seconds * draw.clock;
        time += seconds;
    }
    NodeDraw mean() const {
        NodeDraw mean;
        for (const auto part :
             {&NodeDraw::gpus, &NodeDraw::cpus, &NodeDraw::memory, &NodeDraw::nics,
              &NodeDraw::drives, &NodeDraw::fans, &NodeDraw::converter_loss})
            mean.*part = energy.*part / time;
        mean.clock = clock / time;
        return mean;
    }
};

// `draw_of` one stretch: mean over the step, and its speed.
template <class DrawOf>
NodeDraw step_draw(const std::vector<Phase>& step, DrawOf draw_of) {
    std::vector<NodeDraw> draws;
    double computing = 0, slowed = 0;
    for (const Phase& stretch : step) {
        draws.push_back(draw_of(stretch));
        if (stretch.pace != Pace::computes)
            continue;
        computing += to_seconds(stretch.duration);
        slowed += to_seconds(stretch.duration) / draws.back().speed;
    }
    const auto time_of = [&](const Phase& stretch, double speed) {
        const double lasts = to_seconds(stretch.duration);
        if (stretch.pace == Pace::waits && computing > 0)
            return lasts * (slowed / computing);
        if (stretch.pace == Pace::gives_way)
            return std::max(0.0, lasts - (slowed - computing));
        return lasts / speed;
    };
    Sum sum;
    double full = 0;
    for (std::size_t i = 0; i < step.size(); ++i) {
        full += to_seconds(step[i].duration);
        sum.add(draws[i], time_of(step[i], draws[i].speed));
    }
    NodeDraw draw = sum.mean();
    // Without a cap to the last digit.
    draw.speed = std::min(1.0, full / sum.time);
    return draw;
}

}  // namespace

NodeDraw idle_draw(const NodePart& node) {
    return node_draw(node, Phase{});
}

NodeDraw node_draw(const NodePart& node, const Phase& phase, std::optional<Power> gpu_cap) {
    if (phase.step)
        return step_draw(*phase.step,
                         [&](const Phase& stretch) { return node_draw(node, stretch, gpu_cap); });
    return draw_with(node, phase, [&](const GpuLoad& load, double own) {
        return gpu_cap ? cores_share_under(node.gpu, load,
                                           gpu_limit(node, phase.cpu_utilisation, gpu_cap))
                       : own;
    });
}

NodeDraw throttled_draw(const NodePart& node, const Phase& phase) {
    if (phase.step)
        return step_draw(*phase.step,
                         [&](const Phase& stretch) { return throttled_draw(node, stretch); });
    return draw_with(node, phase, [&](const GpuLoad&, double own) {
        return std::min(own, lowest_cores_share(node.gpu));
    });
}

Phase phase_of(const ActivityPart& part) {
    Phase phase;
    phase.cpu_utilisation = part.cpu_utilisation;
    phase.gpu_activity = {part.busy, part.tensor, part.memory, part.link};
    phase.compute_bound = part.compute_bound;
    return phase;
}

Power gpu_limit(const NodePart& node, double cpu_utilisation, std::optional<Power> gpu_cap) {
    const Power limit = node.gpu.max_power;
    if (node.module_cap) {
        const Power cap =
            gpu_cap ? std::min(*gpu_cap, node.module_cap->value) : node.module_cap->value;
        return std::min(limit, cap - cpus_per_gpu(node) * cpu_power(node, cpu_utilisation));
    }
    return gpu_cap ? std::min(limit, *gpu_cap) : limit;
}

Power default_gpu_cap(const NodePart& node) {
    assert(node.gpus > 0);
    return node.module_cap ? node.module_cap->value : node.gpu.max_power.value;
}

Power lowest_gpu_cap(const NodePart& node) {
    assert(node.gpus > 0);
    Power floor = load_of_utilisation(node.gpu, 1).at(lowest_cores_share(node.gpu));
    if (node.module_cap)
        floor += cpus_per_gpu(node) * cpu_power(node, 1);
    return std::min(floor, default_gpu_cap(node));
}

}  // namespace twin
