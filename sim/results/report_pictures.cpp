#include "sim/results/report_pictures.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/units/unit_table.h"
#include "sim/results/figure_text.h"
#include "sim/results/svg_picture.h"

namespace twin {
namespace {

enum Reading : std::size_t {
    it_power,
    site_power,
    busy_nodes,
    available_nodes,
    waiting_jobs,
    rack_supply,
    rack_return,
    outdoors,
    reading_count,
};

constexpr std::string_view readings_sql =
    "SELECT s.interval, s.it_power_w, q.site_w, s.busy_nodes, s.available_nodes, s.waiting_jobs, "
    "q.supply_c, q.return_c, q.dry_bulb_c FROM series_site s LEFT JOIN series_plant q ON "
    "q.interval = s.interval ORDER BY s.interval";

struct Readings {
    double end_s = 0;
    std::vector<CurvePiece> pieces[reading_count];
};

// Intervals that fall into one column of the picture become one piece.
Readings read_readings(const PictureSource& run, double width_s) {
    Readings readings;
    const double interval = to_seconds(run.content.run.interval);
    readings.end_s = to_seconds(run.content.run.end);
    const double column = std::max(interval, width_s / plot_width);
    std::int64_t columns[reading_count];
    std::fill(std::begin(columns), std::end(columns), -1);
    for (Rows row = run.store.query(std::string(readings_sql)); row.next();) {
        const double from = static_cast<double>(row.integer(0)) * interval;
        const double until = std::min(from + interval, readings.end_s);
        if (until <= from)
            continue;
        const auto place = static_cast<std::int64_t>(from / column + 1e-9);
        for (std::size_t i = 0; i < reading_count; ++i) {
            const int cell = static_cast<int>(i) + 1;
            if (row.is_null(cell))
                continue;
            const double value = row.real(cell);
            auto& pieces = readings.pieces[i];
            if (columns[i] == place && pieces.back().until_s == from) {
                CurvePiece& piece = pieces.back();
                piece.until_s = until;
                piece.low = std::min(piece.low, value);
                piece.high = std::max(piece.high, value);
            } else {
                pieces.push_back({from, until, value, value});
                columns[i] = place;
            }
        }
    }
    return readings;
}

struct Scale {
    std::string_view unit;
    double factor;
};

Scale power_scale(double watts) {
    if (watts >= 1e6)
        return {"MW", 1e-6};
    return watts >= 1e3 ? Scale{"kW", 1e-3} : Scale{"W", 1};
}

class Pictures {
  public:
    Pictures(const PictureSource& a, const PictureSource* b) : a_(a), b_(b) {
        end_s_ = to_seconds(a.content.run.end);
        if (b != nullptr)
            end_s_ = std::max(end_s_, to_seconds(b->content.run.end));
        if (end_s_ <= 0)
            return;
        readings_a_ = read_readings(a, end_s_);
        if (b != nullptr)
            readings_b_ = read_readings(*b, end_s_);
    }

    std::vector<PlacedPicture> made() {
        if (end_s_ > 0) {
            power();
            nodes();
            queue();
            cooling();
        }
        chain();
        bill();
        return std::move(pictures_);
    }

  private:
    // For all runs that there are: whether it is B.
    template <class Function>
    void of_runs(Function function) const {
        function(a_.content, readings_a_, false);
        if (b_ != nullptr)
            function(b_->content, readings_b_, true);
    }
    std::string named(std::string name, bool is_b) const {
        return b_ == nullptr ? name : (is_b ? "B: " : "A: ") + name;
    }
    TimePicture picture(std::string title, std::string unit) const {
        TimePicture made;
        made.title = std::move(title);
        made.unit = std::move(unit);
        made.start = a_.content.run.start;
        made.is_calendar = b_ == nullptr || b_->content.run.start == made.start;
        made.end_s = end_s_;
        return made;
    }
    void add_curve(TimePicture& to, Reading reading, std::string name, CurveStyle style,
                   double factor = 1) const {
        of_runs([&](const ReportContent& run, const Readings& readings, bool is_b) {
            const bool is_power = reading == it_power || reading == site_power;
            if ((is_power && !run.run.has_power) || readings.pieces[reading].empty())
                return;
            Curve curve{named(name, is_b), style, is_b, readings.pieces[reading]};
            for (CurvePiece& piece : curve.pieces) {
                piece.low *= factor;
                piece.high *= factor;
            }
            to.curves.push_back(std::move(curve));
        });
    }
    void add_limit(TimePicture& to, std::string_view name, const std::string& title,
                   double factor = 1) const {
        std::vector<Curve> limits;
        of_runs([&](const ReportContent& run, const Readings& readings, bool is_b) {
            for (const LimitRecord& limit : run.limits) {
                if (limit.name != name)
                    continue;
                const UnitRow* const unit = find_unit(limit.unit);
                const bool is_power = unit != nullptr && unit->dimension == Dimension::power;
                const double value = limit.limit * factor * (is_power ? unit->si : 1);
                limits.push_back({named(title + ' ' + figure_text(limit.limit, limit.unit), is_b),
                                  CurveStyle::limit,
                                  is_b,
                                  {{0, readings.end_s, value, value}}});
            }
        });
        // One that both runs have is one line.
        if (limits.size() == 2 && limits[0].pieces[0].low == limits[1].pieces[0].low) {
            limits[0].name.replace(0, 1, "A, B");
            limits[0].pieces[0].until_s = end_s_;
            limits.pop_back();
        }
        to.curves.insert(to.curves.end(), limits.begin(), limits.end());
    }
    // Says in words what the curves show.
    void place(std::string_view section, TimePicture&& made) {
        if (made.curves.empty())
            return;
        made.about = made.title + " over the time of the run.";
        for (const Curve& curve : made.curves) {
            double low = curve.pieces.front().low, high = curve.pieces.front().high;
            for (const CurvePiece& piece : curve.pieces) {
                low = std::min(low, piece.low);
                high = std::max(high, piece.high);
            }
            made.about += low == high
                              ? fmt::format(" {}: {} {}.", curve.name, grouped(low), made.unit)
                              : fmt::format(" {}: {} to {} {}.", curve.name, grouped(low),
                                            grouped(high), made.unit);
        }
        pictures_.push_back({section, std::move(made)});
    }

    void power() {
        double highest = 0;
        of_runs([&](const ReportContent&, const Readings& readings, bool) {
            for (const Reading reading : {it_power, site_power})
                for (const CurvePiece& piece : readings.pieces[reading])
                    highest = std::max(highest, piece.high);
        });
        const Scale scale = power_scale(highest);
        TimePicture made = picture("Power, means of intervals", std::string(scale.unit));
        add_curve(made, site_power, "site", CurveStyle::main, scale.factor);
        add_curve(made, it_power, "IT", CurveStyle::other, scale.factor);
        if (made.curves.empty())
            return;
        add_limit(made, "it_power", "limit of IT power", scale.factor);
        add_limit(made, "power_cap", "power cap", scale.factor);
        add_limit(made, "grid_contract", "grid contract", scale.factor);
        place("power", std::move(made));
    }
    void nodes() {
        TimePicture made = picture("Nodes at work, means of intervals", "nodes");
        add_curve(made, busy_nodes, "held by jobs", CurveStyle::main);
        add_curve(made, available_nodes, "available", CurveStyle::extra);
        place("jobs", std::move(made));
    }
    void queue() {
        TimePicture made = picture("Queue, means of intervals", "jobs");
        add_curve(made, waiting_jobs, "waiting jobs", CurveStyle::other);
        place("waits", std::move(made));
    }
    void cooling() {
        TimePicture made = picture("Temperatures at intervals' ends", "degC");
        made.from_zero = false;
        add_curve(made, rack_supply, "water to the racks", CurveStyle::main);
        add_curve(made, rack_return, "water from the racks", CurveStyle::other);
        add_curve(made, outdoors, "outdoors", CurveStyle::extra);
        if (!made.curves.empty())
            add_limit(made, "rack_water", "limit of the water to the racks");
        place("cooling", std::move(made));
    }

    // A run: what is added on the way, one on top of the other. Two: what has been reached.
    void chain() {
        BarPicture made{"Energy from the GPUs to the grid",
                        "What the GPUs use, what is added on the way, and what each stage draws.",
                        {}};
        if (b_ != nullptr) {
            // Of both, in the order of the one that knows more of the way.
            std::vector<std::string> stages, others;
            of_runs([&](const ReportContent& run, const Readings&, bool is_b) {
                for (const ChainRow& row : run.chain)
                    if (row.kind == "total")
                        (is_b ? others : stages).push_back(row.item);
            });
            if (others.size() > stages.size())
                std::swap(stages, others);
            for (const std::string& item : others)
                if (std::find(stages.begin(), stages.end(), item) == stages.end())
                    stages.push_back(item);
            for (const std::string& item : stages)
                of_runs([&](const ReportContent& run, const Readings&, bool is_b) {
                    for (const ChainRow& row : run.chain)
                        if (row.item == item && row.kind == "total")
                            made.bars.push_back({named(item, is_b),
                                                 figure_text(row.energy_kwh, "kWh"), 0,
                                                 row.energy_kwh, true, is_b});
                });
        } else {
            double reached = 0;
            for (const ChainRow& row : a_.content.chain) {
                const std::string value = figure_text(row.energy_kwh, "kWh");
                if (row.kind == "total") {
                    made.bars.push_back({row.item, value, 0, row.energy_kwh, true});
                    reached = row.energy_kwh;
                } else if (row.energy_kwh != 0) {
                    made.bars.push_back({row.kind == "loss" ? row.item + " (lost)" : row.item,
                                         value, reached, reached + row.energy_kwh, false, false,
                                         row.energy_kwh < 0});
                    reached += row.energy_kwh;
                }
            }
        }
        place("chain", std::move(made));
    }
    // A run: items on top of each other up to the total. Two: items side by side.
    void bill() {
        BarPicture made{"The bill", "What every item of the bill costs, and the total.", {}};
        const auto amount = [](const BillLine& line) { return grouped(line.amount_eur) + " EUR"; };
        if (b_ != nullptr) {
            std::vector<std::string> items;
            of_runs([&](const ReportContent& run, const Readings&, bool) {
                for (const BillLine& line : run.bill)
                    if (std::find(items.begin(), items.end(), line.item) == items.end())
                        items.insert(
                            line.item != "total" && !items.empty() && items.back() == "total"
                                ? items.end() - 1
                                : items.end(),
                            line.item);
            });
            for (const std::string& item : items)
                of_runs([&](const ReportContent& run, const Readings&, bool is_b) {
                    for (const BillLine& line : run.bill)
                        if (line.item == item)
                            made.bars.push_back({named(item, is_b), amount(line), 0,
                                                 line.amount_eur, item == "total", is_b,
                                                 line.amount_eur < 0});
                });
        } else {
            double reached = 0;
            for (const BillLine& line : a_.content.bill) {
                const bool is_total = &line == &a_.content.bill.back();
                made.bars.push_back({line.item, amount(line), is_total ? 0 : reached,
                                     is_total ? line.amount_eur : reached + line.amount_eur,
                                     is_total, false, line.amount_eur < 0});
                reached += line.amount_eur;
            }
        }
        place("money", std::move(made));
    }
    void place(std::string_view section, BarPicture&& made) {
        if (made.bars.empty())
            return;
        for (const Bar& bar : made.bars)
            made.about += fmt::format(" {}: {}.", bar.label, bar.value);
        pictures_.push_back({section, std::move(made)});
    }

    const PictureSource& a_;
    const PictureSource* b_;
    double end_s_ = 0;
    Readings readings_a_, readings_b_;
    std::vector<PlacedPicture> pictures_;
};

}  // namespace

std::vector<PlacedPicture> report_pictures(const PictureSource& a, const PictureSource* b) {
    return Pictures(a, b).made();
}

}  // namespace twin
