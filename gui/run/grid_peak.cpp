#include "gui/run/grid_peak.h"

#include <algorithm>
#include <cmath>

namespace twin {
namespace {

constexpr double quarter = 900;  // s

}  // namespace

std::optional<GridPeak> highest_quarter(const std::vector<GridDraw>& draws, double start_unix_s) {
    std::optional<GridPeak> best;
    const auto look = [&](const GridPeak& peak) {
        if (!best || peak.mean_w > best->mean_w)
            best = peak;
    };
    const double offset = std::fmod(start_unix_s, quarter);
    double index = -1, energy = 0, covered = 0;
    const auto close = [&] {
        if (covered >= quarter - 1e-6)
            look({index * quarter - offset, quarter, energy / covered});
    };
    for (const GridDraw& draw : draws) {
        if (draw.length_s > quarter) {
            look({draw.start_s, draw.length_s, draw.watts});
            continue;
        }
        double from = draw.start_s;
        const double until = draw.start_s + draw.length_s;
        while (from < until - 1e-9) {
            const double of = std::floor((from + offset) / quarter + 1e-9);
            if (of != index) {
                close();
                index = of;
                energy = covered = 0;
            }
            const double end = std::min(until, (of + 1) * quarter - offset);
            energy += draw.watts * (end - from);
            covered += end - from;
            from = end;
        }
    }
    close();
    return best;
}

std::optional<GridPeak> read_grid_peak(const ResultStore& store) {
    std::vector<GridDraw> draws;
    auto rows = store.query(
        "SELECT s.start_s, s.length_s, e.grid_w FROM kpi_window w CROSS JOIN series s "
        "JOIN series_energy e ON e.interval = s.interval WHERE s.interval >= w.first_interval "
        "ORDER BY s.interval");
    while (rows.next())
        draws.push_back({rows.real(0), rows.real(1), rows.real(2)});
    auto start = store.query("SELECT start_unix_s FROM run");
    return highest_quarter(draws, start.next() ? start.real(0) : 0);
}

}  // namespace twin
