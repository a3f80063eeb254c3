#include "sim/zoom/flow_simulation.h"

#include <cassert>
#include <cmath>
#include <csignal>
#include <fmt/format.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/kernel/routing/NetZoneImpl.hpp>
#include <simgrid/s4u.hpp>

namespace twin {
namespace {

using simgrid::kernel::routing::NetPoint;
using simgrid::kernel::routing::NetZoneImpl;
using simgrid::kernel::routing::Route;

// Answers SimGrid's question for a route with the links of the flow that is being started: routes
// are the fabric's matter, and two flows between the same ends may differ in theirs.
class FlowZone : public NetZoneImpl {
  public:
    explicit FlowZone(const std::string& name) : NetZoneImpl(name) {}

    std::vector<simgrid::s4u::Link*> links;
    const Flow* starting = nullptr;

  private:
    void get_local_route(const NetPoint*, const NetPoint*, Route* into, double*) override {
        for (const int link : starting->links)
            into->link_list_.push_back(links[static_cast<std::size_t>(link)]->get_impl());
    }
};

void start_simgrid() {
    // Kept by SimGrid for the life of the process. CM02 without the traffic of acknowledgements and
    // without TCP's window is max-min sharing and nothing else.
    static char program[] = "twin", quiet[] = "--log=root.thres:error",
                no_end[] = "--cfg=debug/clean-atexit:no", model[] = "--cfg=network/model:CM02",
                one_way[] = "--cfg=network/crosstraffic:0",
                no_window[] = "--cfg=network/TCP-gamma:1e30",
                // Both are absolute: seconds, and a share of a link.
        dates[] = "--cfg=surf/precision:1e-12", shares[] = "--cfg=maxmin/precision:1e-9";
    static char* arguments[] = {program,   quiet, no_end, model,  one_way,
                                no_window, dates, shares, nullptr};
    int count = static_cast<int>(std::size(arguments)) - 1;
    // Deleting the engine would free its singleton twice at exit: it lives as long as the process.
    static const auto* const engine = new simgrid::s4u::Engine(&count, arguments);
    static_cast<void>(engine);
}

}  // namespace

class FlowSimulation::Impl {
  public:
    explicit Impl(std::span<const Bandwidth> links) {
        start_simgrid();
        zone_ = new FlowZone("zoom");  // SimGrid owns it
        for (std::size_t i = 0; i < links.size(); ++i)
            zone_->links.push_back(
                zone_->create_link(fmt::format("link {}", i), {links[i].si()})->seal());
        from_ = zone_->create_host("from", {1e9})->seal();
        to_ = zone_->create_host("to", {1e9})->seal();
        zone_->get_iface()->seal();
        simgrid::s4u::Activity::on_completion_cb(
            [this](const simgrid::s4u::Activity& activity) { ended(activity); });
    }

    std::vector<Duration> run(std::span<const Flow> flows) {
        flows_ = flows;
        ends_.assign(flows.size(), Duration());
        waits_for_.assign(flows.size(), 0);
        behind_.assign(flows.size(), {});
        began_ = simgrid::s4u::Engine::get_clock();
        for (std::size_t i = 0; i < flows.size(); ++i) {
            assert(flows[i].size > DataSize() && !flows[i].links.empty());
            waits_for_[i] = flows[i].after.size();
            for (const FlowBefore& before : flows[i].after)
                behind_[static_cast<std::size_t>(before.flow)].push_back({i, before.delay.si()});
        }
        for (std::size_t i = 0; i < flows.size(); ++i)
            if (waits_for_[i] == 0)
                start(i);
        simgrid::s4u::Engine::get_instance()->run();
        under_way_.clear();
        return std::move(ends_);
    }

  private:
    struct Behind {
        std::size_t flow = 0;
        double delay = 0;
    };

    void start(std::size_t i) {
        zone_->starting = &flows_[i];
        auto comm = simgrid::s4u::Comm::sendto_init(from_, to_);
        comm->set_payload_size(
            static_cast<std::uint64_t>(std::max(1.0, std::round(flows_[i].size.si()))));
        comm->set_data(reinterpret_cast<void*>(i));
        comm->vetoable_start();
        under_way_.push_back(std::move(comm));  // its end is told to one that is still there
    }

    void ended(const simgrid::s4u::Activity& activity) {
        const auto& comm = dynamic_cast<const simgrid::s4u::Comm&>(activity);
        const auto i = reinterpret_cast<std::size_t>(comm.get_data<void>());
        ends_[i] = Duration::from_si(simgrid::s4u::Engine::get_clock() - began_);
        for (const Behind& behind : behind_[i]) {
            if (behind.delay > 0)
                simgrid::kernel::timer::Timer::set(simgrid::s4u::Engine::get_clock() + behind.delay,
                                                   [this, flow = behind.flow] { one_less(flow); });
            else
                one_less(behind.flow);
        }
    }

    void one_less(std::size_t flow) {
        if (--waits_for_[flow] == 0)
            start(flow);
    }

    FlowZone* zone_ = nullptr;
    simgrid::s4u::Host* from_ = nullptr;
    simgrid::s4u::Host* to_ = nullptr;
    double began_ = 0;
    std::span<const Flow> flows_;
    std::vector<Duration> ends_;
    std::vector<std::size_t> waits_for_;
    std::vector<std::vector<Behind>> behind_;
    std::vector<simgrid::s4u::CommPtr> under_way_;
};

FlowSimulation::FlowSimulation(std::span<const Bandwidth> links)
    : impl_(std::make_unique<Impl>(links)) {}

FlowSimulation::~FlowSimulation() = default;

std::vector<Duration> FlowSimulation::run(std::span<const Flow> flows) {
    return impl_->run(flows);
}

}  // namespace twin
