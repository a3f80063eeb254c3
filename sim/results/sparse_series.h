// Series of places that hold a row only where something has moved.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "sim/results/insert.h"
#include "sim/results/records.h"

namespace twin {

// Whether `now` is told by a row of its own after the last row of its place, and that row.
inline bool moved(const PlaceSample& last, const PlaceSample& now) {
    return !(now == last);
}
inline bool moved(const GroupCooling& last, const GroupCooling& now) {
    const auto far = [](auto a, auto b, auto resolution) {
        return a - b > resolution || b - a > resolution;
    };
    return far(now.supply, last.supply, 0.1 * kelvin) ||
           far(now.return_, last.return_, 0.1 * kelvin) ||
           far(now.flow, last.flow, 0.1 * litre_per_second) || far(now.valve, last.valve, 0.01);
}
inline bool moved(const LinkSample& last, const LinkSample& now) {
    const Bandwidth resolution = 0.01 * now.capacity;
    return now.flow - last.flow > resolution || last.flow - now.flow > resolution ||
           (now.flow > Bandwidth()) != (last.flow > Bandwidth());
}
inline void write_row(Insert& insert, std::size_t place, std::int64_t interval,
                      const LinkSample& now) {
    insert(place, interval, now.flow.si());
}
inline void write_row(Insert& insert, std::size_t place, std::int64_t interval,
                      const PlaceSample& now) {
    insert(place, interval, now.it_power.in(watt), now.busy_nodes);
}
inline void write_row(Insert& insert, std::size_t place, std::int64_t interval,
                      const GroupCooling& now) {
    insert(place, interval, now.supply.in_celsius(), now.return_.in_celsius(),
           now.flow.in(litre_per_second), now.valve);
}

// The rows of one table of places, held back until the next commit: in the order of the table's key
// they cost a third of what they cost in the order of time, and use its pages better.
template <class Sample>
class SparseSeries {
  public:
    SparseSeries(sqlite3* db, const std::filesystem::path& file, std::string_view table,
                 int columns)
        : insert_(db, file, table, columns) {}

    // Keeps of `now` what has moved since the last row of its place.
    void add(std::int64_t interval, const std::vector<Sample>& now) {
        const bool first = last_.empty();
        if (first) {
            last_ = now;
            pending_.resize(now.size());
        }
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (!first && !moved(last_[i], now[i]))
                continue;
            last_[i] = now[i];
            pending_[i].push_back({interval, now[i]});
            ++rows_;
        }
    }
    std::size_t rows() const { return rows_; }  // held back
    void write() {
        for (std::size_t i = 0; i < pending_.size(); ++i) {
            for (const Row& row : pending_[i])
                write_row(insert_, i, row.interval, row.sample);
            pending_[i].clear();
        }
        rows_ = 0;
    }

  private:
    struct Row {
        std::int64_t interval;
        Sample sample;
    };
    Insert insert_;
    std::vector<Sample> last_;               // written or held back, by place
    std::vector<std::vector<Row>> pending_;  // by place
    std::size_t rows_ = 0;
};

}  // namespace twin
