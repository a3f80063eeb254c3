// How the traffic of each pair of groups divides among their own links and detours through third
// groups, while demands come and go. Both directions alike; loads are fluids of a steady state.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace twin {

class PairRoutes {
  public:
    // `adaptive`: by load, else by shortest paths, which lead through third groups only where a
    // pair has no links left. No links at first.
    PairRoutes(std::size_t groups, bool adaptive);

    // Bytes per second of the links of two groups, >= 0. Traffic divides anew from the start.
    void set_capacity(std::size_t a, std::size_t b, double capacity);
    // Bytes per second that want to flow between two groups, >= 0; it divides as before.
    void set_demand(std::size_t a, std::size_t b, double demand);
    void clear();  // all demands; traffic divides anew from the start
    // Traffic goes where its ways are cheapest, from where it is now.
    void balance();

    // Demand by capacity of the fullest link that the pair's traffic uses; infinite where no way
    // leads. Where it is above 1 the pair gets demand / fill.
    double fill(std::size_t a, std::size_t b) const;
    // Calls visit(x, y, share) for the links of groups x and y that carry a share of the traffic.
    template <class Visit>
    void for_links(std::size_t a, std::size_t b, Visit visit) const {
        if (a > b)
            std::swap(a, b);
        if (direct_[a * groups_ + b] > 0)
            visit(a, b, direct_[a * groups_ + b]);
        if (!detoured_[a * groups_ + b])
            return;
        for (std::size_t third = 0; third < groups_; ++third)
            if (const double share = through_[(a * groups_ + b) * groups_ + third]; share > 0) {
                visit(a, third, share);
                visit(third, b, share);
            }
    }

  private:
    bool joined(std::size_t a, std::size_t b) const { return capacity_[a * groups_ + b] > 0; }
    bool way(std::size_t a, std::size_t third, std::size_t b) const {
        return third != a && third != b && joined(a, third) && joined(third, b);
    }
    double& share(std::size_t a, std::size_t third, std::size_t b);
    double cost(std::size_t a, std::size_t third, std::size_t b, double change) const;
    void load(std::size_t a, std::size_t b, double more);
    void begin();
    void unload();
    void divide_anew(std::size_t a, std::size_t b);
    bool improve(std::size_t a, std::size_t b);

    std::size_t groups_;
    bool adaptive_;
    bool begun_ = false;
    std::vector<double> capacity_, load_, cost_;  // a * groups + b and b * groups + a;
                                                  // costs without a link are infinite
    std::vector<double> demand_, direct_;         // a < b
    std::vector<char> detoured_;                  // a < b: some goes through third groups
    std::vector<double> through_;                 // (a * groups + b) * groups + third, a < b
};

}  // namespace twin
