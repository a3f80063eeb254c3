// What makes routing cheap: leaves with the same cables are one class, and shortest paths are
// counted from class to class, not from node to node.
#pragma once

#include <vector>

#include "models/interconnect/topology.h"

namespace twin {

// One link of an edge between two classes.
struct MemberLink {
    int link = 0;  // its id
    Vertex from = 0, to = 0;
    int from_class = 0;  // of `from`
};

// Leaves of the same neighbours by the same cables form a class; every other switch is alone, and
// every leaf where leaves are joined directly. Classes of leaves come first.
class SwitchClasses {
  public:
    explicit SwitchClasses(const Topology& topology);

    struct Neighbour {
        int to = 0;
        int edge = 0;
        int cables = 0;  // between one member of each
    };

    int classes() const { return classes_; }  // of leaves
    int vertices() const { return static_cast<int>(members_.size()); }
    int class_of(Vertex a_switch) const { return class_of_[a_switch]; }
    const std::vector<Vertex>& members(int c) const { return at(members_, c); }
    const std::vector<Neighbour>& neighbours(int c) const { return at(neighbours_, c); }
    const std::vector<MemberLink>& links(int edge) const { return at(links_, edge); }
    // What leads on from a group to others: its spines, or its leaves where they are joined.
    const std::vector<int>& detours_in_group(std::size_t group) const { return detours_[group]; }
    bool all_single() const { return all_single_; }
    Link link(int id) const { return at(by_id_, id); }
    Vertex source_of(int id) const { return at(sources_, id); }

  private:
    template <class T>
    static const T& at(const std::vector<T>& list, int i) {
        return list[static_cast<std::size_t>(i)];
    }

    int classes_ = 0;
    bool all_single_ = true;
    std::vector<int> class_of_;
    std::vector<std::vector<Vertex>> members_;
    std::vector<std::vector<Neighbour>> neighbours_;
    std::vector<std::vector<MemberLink>> links_;
    std::vector<std::vector<int>> detours_;  // by group
    std::vector<Link> by_id_;
    std::vector<Vertex> sources_;
};

struct PathStart {
    int at = 0;
    double amount = 0;
};

struct PathStep {
    int from = 0, to = 0, edge = 0;
    double share = 0;  // of one unit
};

// All shortest paths from one member of a class; each cable is a path of its own.
class PathTree {
  public:
    PathTree(const SwitchClasses& switches, int root);

    int distance(int v) const { return distance_[static_cast<std::size_t>(v)]; }  // -1: none
    // Whether the members of the root reach each other.
    bool returns() const { return !neighbours_of_root_.empty(); }

    // The amounts at the starts, each divided among its shortest paths from the root. Steps lead
    // away from the root. Precondition: the root reaches the starts.
    std::vector<PathStep> spread(const std::vector<PathStart>& starts) const;
    // One unit from a member of the root's class to another one.
    std::vector<PathStep> spread_back() const;

  private:
    struct Way {
        int from = 0, edge = 0;
        double share = 0;  // of the paths to a vertex
    };
    int root_ = 0;
    std::vector<int> distance_;
    std::vector<std::vector<Way>> ways_;
    std::vector<SwitchClasses::Neighbour> neighbours_of_root_;
};

}  // namespace twin
