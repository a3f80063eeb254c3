// Who caused what the site draws, pays and emits: every stretch of time is divided among the jobs
// in proportion to what their nodes draw in it. Idle nodes, losses and cooling are in every share,
// so the shares add up to the site's total; a stretch without jobs is nobody's.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "models/units/sim_time.h"
#include "sim/engine/track.h"
#include "sim/results/records.h"

namespace twin {

struct StretchTotals {
    Energy grid{};
    Money cost{};
    CarbonMass direct{}, life_cycle{};
};

class JobShares {
  public:
    using Account = std::int32_t;
    // Receives the records of ended jobs once their shares are known.
    using Deliver = std::function<void(JobRecord&&)>;

    explicit JobShares(Deliver deliver) : deliver_(std::move(deliver)) {}

    // For a job that starts at `now`; nothing that is added lies before.
    Account open(SimTime now);
    // The nodes of the account's job drew this from `from` until `until`, which is not before the
    // end of the last stretch. Its share becomes known with the stretch that holds `until`.
    void add(Account account, Microwatts power, SimTime from, SimTime until);
    void close(Account account, JobRecord&& record);  // delivered with the next stretch

    // The stretch from the end of the one before (at first: the start) until `end` is over;
    // `busy_nodes`: what the nodes of all jobs drew in it, the sum of all that was and will be
    // added for it.
    void close_stretch(SimTime end, Integral busy_nodes, const StretchTotals& totals);

    // Delivers what was added and closed since, for the end of a run that falls on a boundary.
    void settle();

    const UnsharedRecord& unshared() const { return unshared_; }

  private:
    // What a job that draws one microwatt from the start on would have to bear.
    struct Burden {
        double grid = 0, cost = 0, direct = 0, life_cycle = 0;
        Burden& operator+=(const Burden& other);
        Burden operator-(const Burden& other) const;
        Burden operator*(double factor) const;
    };
    struct Boundary {
        SimTime time{};
        Burden until;  // that time
    };
    struct Segment {
        Account account = 0;
        Microwatts power = 0;
        SimTime from{}, until{};
    };
    struct Closed {
        Account account = 0;
        JobRecord record;
    };
    Burden burden_at(SimTime time) const;
    void forget();  // boundaries that no open account can ask for

    Deliver deliver_;
    std::vector<Boundary> boundaries_{Boundary{}};
    std::vector<Segment> segments_;  // that end in the stretch that is open
    std::vector<Closed> closed_;
    struct Open {
        Burden borne;
        SimTime since{};
    };
    std::vector<Open> accounts_;
    std::multiset<SimTime> since_;  // of all open accounts
    std::vector<Account> unused_;
    UnsharedRecord unshared_;
};

}  // namespace twin
