// How long simulation codes that are no training run on some nodes, and what their nodes do
// meanwhile: scaling laws that are fitted to published tables. Equations, limits and fits:
// CODES.md beside this file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/hardware/parts.h"
#include "models/workload/job.h"

namespace twin {

// A problem that a code solves, in the code's own unit of work. Exactly one of the two is given.
struct CodeSize {
    std::string name;           // "large": the word that a scenario uses
    Figure<double> work;        // of each node: the problem grows with the nodes; absent: 0
    Figure<double> whole_work;  // divided among the nodes; absent: 0
    Figure<Duration> start;     // before the first step, on the hosts; absent: 0
};

// What the files of models/parts/codes fill.
struct CodePart {
    std::string id, name;
    std::string measured_on;              // id of the site
    std::string devices;                  // "gpus" or "cpus": what of a node computes
    bool power_of_two = false;            // of the number of nodes; absent: any number
    Figure<int> least_nodes, most_nodes;  // that were measured
    // The law.
    Figure<Duration> fixed;          // whatever the size
    Figure<Duration> work_time;      // for each unit of work of a node
    Figure<Duration> doubling_time;  // for each doubling of the nodes
    Figure<Duration> spread_time;    // for each further node, with the surface of a node's work
    // Share of fixed and work that other devices shorten by their memory's bandwidth; the rest by
    // their arithmetic. Of codes on CPUs both are the number of cores.
    Figure<double> memory_share;
    // While it computes, and of a node's bandwidth into the network while it waits for that.
    Figure<double> cpu_utilisation, busy, tensor, memory, link, compute_bound;
    Figure<double> network_share;
    std::vector<CodeSize> sizes;

    const CodeSize* find_size(const std::string& size) const;  // nullptr: none of that name
    std::vector<std::string> size_names() const;
};

// What a law must know of a machine.
struct CodeMachine {
    const NodePart& node;
    Bandwidth injection{};  // of a node into its network; 0: not known, as that of the measurements
};

// Of one run of the problem, but for the start.
struct CodeTime {
    Duration start{};
    Duration computing{};   // fixed and work
    Duration networking{};  // doublings and spread: what the network holds up
    Duration step() const { return computing + networking; }
};

// On the machine of the measurements. Precondition: nodes > 0.
CodeTime code_time(const CodePart& code, const CodeSize& size, NodeCount nodes);

// What keeps the code from running on this number of nodes, or its time on this machine from being
// known, as the key of a scenario and what is expected of it.
struct CodeProblem {
    std::string key;  // "nodes", or "name" of the code
    std::string expected, got, hint;
};
std::optional<CodeProblem> code_problem(const CodePart& code, NodeCount nodes,
                                        const CodeMachine& measured, const CodeMachine& here);

// On another one, as its devices and its network compare. Precondition: no code_problem.
CodeTime code_time(const CodePart& code, const CodeSize& size, NodeCount nodes,
                   const CodeMachine& measured, const CodeMachine& here);

// Of a job that runs the problem so many times: its start, where there is one, and the rest as one
// phase. At least one phase. Precondition: times > 0.
std::vector<Phase> code_phases(const CodePart& code, const CodeTime& time, double times,
                               const CodeMachine& here);

}  // namespace twin
