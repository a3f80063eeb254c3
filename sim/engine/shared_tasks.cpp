#include "sim/engine/shared_tasks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <simgrid/s4u.hpp>

namespace twin {
namespace {

// A task's own host bounds its rate: it does its work at this speed if no link holds it back. Large
// enough that the solver's absolute precision (1e-5) is below a step of a share.
constexpr double own_speed = 1e9;
// Tasks last 30,000 years: they are ended when the job's phase is over, never by themselves.
constexpr double never = 1e12;  // s

}  // namespace

struct SharedTasks::Impl {
    std::vector<SharedLink> links;
    std::vector<simgrid::s4u::Link*> of_simgrid;  // by link
    std::vector<simgrid::s4u::Host*> ends, own;   // of links; of each task
    std::vector<simgrid::s4u::ExecPtr> tasks;     // by Task
    // SimGrid looks at them once more, after the callback in which they are cancelled.
    std::vector<simgrid::s4u::ExecPtr> ended;
    std::vector<Task> unused;                // the lowest last
    std::vector<simgrid::s4u::Host*> hosts;  // of the task that starts
    std::vector<double> work, bytes;
    std::vector<int> place;  // of an end among them; 0: not there
};

SharedTasks::SharedTasks(const std::vector<SharedLink>& links, int most)
    : impl_(std::make_unique<Impl>()) {
    Impl& m = *impl_;
    m.links = links;
    int ends = 0;
    for (const SharedLink& link : links)
        ends = std::max({ends, link.from + 1, link.to + 1});
    auto* zone = simgrid::s4u::create_full_zone("network");
    for (int i = 0; i < ends; ++i)
        m.ends.push_back(zone->create_host(fmt::format("end {}", i), 1.0));
    for (std::size_t i = 0; i < links.size(); ++i) {
        const SharedLink& link = links[i];
        auto* of_simgrid = zone->create_link(fmt::format("link {}", i), link.capacity);
        m.of_simgrid.push_back(of_simgrid);
        zone->add_route(m.ends[static_cast<std::size_t>(link.from)]->get_netpoint(),
                        m.ends[static_cast<std::size_t>(link.to)]->get_netpoint(), nullptr, nullptr,
                        {simgrid::s4u::LinkInRoute(of_simgrid)}, false);
    }
    // Apart: a full zone has a table of all pairs of its hosts.
    auto* jobs = simgrid::s4u::create_empty_zone("jobs");
    jobs->set_parent(zone);
    for (Task task = 0; task < most; ++task)
        m.own.push_back(jobs->create_host(fmt::format("task {}", task), own_speed));
    jobs->seal();
    zone->seal();
    m.tasks.resize(m.own.size());
    m.place.resize(m.ends.size());
    for (Task task = most; task-- > 0;)
        m.unused.push_back(task);
}

SharedTasks::~SharedTasks() {
    end_all();
}

void SharedTasks::set_capacity(int link, double capacity) {
    impl_->of_simgrid[static_cast<std::size_t>(link)]->set_bandwidth(capacity);
}

SharedTasks::Task SharedTasks::start(std::span<const Use> uses) {
    Impl& m = *impl_;
    const Task task = m.unused.back();
    m.unused.pop_back();
    const auto slot = static_cast<std::size_t>(task);
    m.hosts.assign(1, m.own[slot]);
    const auto end = [&](int which) {
        int& place = m.place[static_cast<std::size_t>(which)];
        if (place == 0) {
            place = static_cast<int>(m.hosts.size());
            m.hosts.push_back(m.ends[static_cast<std::size_t>(which)]);
        }
        return static_cast<std::size_t>(place);
    };
    for (const Use& use : uses) {
        end(m.links[static_cast<std::size_t>(use.link)].from);
        end(m.links[static_cast<std::size_t>(use.link)].to);
    }
    const std::size_t hosts = m.hosts.size();
    m.work.assign(hosts, 0.0);
    m.work.front() = own_speed * never;
    m.bytes.assign(hosts * hosts, 0.0);
    for (const Use& use : uses) {
        const SharedLink& link = m.links[static_cast<std::size_t>(use.link)];
        m.bytes[end(link.from) * hosts + end(link.to)] = use.rate * never;
    }
    for (const Use& use : uses) {
        m.place[static_cast<std::size_t>(m.links[static_cast<std::size_t>(use.link)].from)] = 0;
        m.place[static_cast<std::size_t>(m.links[static_cast<std::size_t>(use.link)].to)] = 0;
    }
    auto exec = simgrid::s4u::Exec::init();
    exec->set_flops_amounts(m.work);
    exec->set_bytes_amounts(m.bytes);
    exec->set_hosts(m.hosts);
    exec->vetoable_start();
    m.tasks[slot] = std::move(exec);
    return task;
}

void SharedTasks::end(Task task) {
    auto& exec = impl_->tasks[static_cast<std::size_t>(task)];
    exec->cancel();
    impl_->ended.push_back(std::move(exec));
    impl_->unused.push_back(task);
}

void SharedTasks::settled() {
    impl_->ended.clear();
}

void SharedTasks::end_all() {
    for (std::size_t task = 0; task < impl_->tasks.size(); ++task)
        if (impl_->tasks[task])
            end(static_cast<Task>(task));
}

double SharedTasks::share(Task task) const {
    constexpr double steps = 1LL << 40;
    const double load = impl_->own[static_cast<std::size_t>(task)]->get_load() / own_speed;
    return std::clamp(std::round(load * steps), 1.0, steps) / steps;
}

}  // namespace twin
