#include "sim/scenario/energy_plan.h"

#include <algorithm>
#include <utility>

#include "models/site/site_power.h"
#include "sim/scenario/power_plan.h"
#include "sim/scenario/series_file.h"
#include "sim/series/carbon.h"
#include "sim/series/law.h"
#include "sim/series/price.h"

namespace twin {
namespace {

class EnergyBuilder {
  public:
    EnergyBuilder(const Scenario& scenario, const std::vector<std::string>& kpis, RunPlan& plan,
                  FieldProblems& problems)
        : s_(*scenario.energy),
          scenario_(scenario),
          kpis_(kpis),
          plan_(plan),
          problems_(problems) {}

    void build() {
        if (!plan_.site.has_power)
            return problems_.add(
                "energy",
                fmt::format("expected no such table, the power of {} is not known", plan_.site.id),
                "one");
        if (s_.weather && !scenario_.cooling)
            problems_.add("energy.weather", "expected no such key without [cooling]", "one",
                          "only the plant feels the weather");
        // No problem: what a base holds cannot be taken away.
        if (s_.weather && scenario_.cooling && scenario_.cooling->plant == "none")
            plan_.remarks.push_back(
                "energy.weather: cooling.plant is none, so nothing feels the weather and its file "
                "is not read");
        build_price();
        build_carbon();
        build_tariff();
        build_battery();
        build_photovoltaics();
        build_requirements();
        if (s_.renewable_share)
            energy_.renewable_share = s_.renewable_share->value;
        energy_.market_based = s_.market_carbon;
        if (s_.embodied)
            energy_.embodied_per_year = embodied();
        plan_.energy = std::move(energy_);
    }

  private:
    void build_price() {
        if (!s_.price)
            return;
        SeriesFile file(*s_.price, "energy.price", plan_, problems_);
        if (!file.sound())
            return;
        PriceReading reading = read_price(file.path(), file.options());
        if (!file.accept(reading))
            return;
        file.check_cover(reading.price);
        energy_.price = std::move(reading.price);
    }

    void build_carbon() {
        if (!s_.carbon)
            return;
        SeriesFile file(*s_.carbon, "energy.carbon", plan_, problems_);
        if (!file.sound())
            return;
        CarbonReading reading = read_carbon(file.path(), file.options(), file.from(), file.until());
        if (!file.accept(reading))
            return;
        file.check_cover(reading.direct);
        energy_.carbon_direct = std::move(reading.direct);
        energy_.carbon_life_cycle = std::move(reading.life_cycle);
    }

    void build_tariff() {
        if (!s_.tariff)
            return;
        const Tariff& tariff = *s_.tariff;
        energy_.tariff = tariff;
        if (!tariff.fixed_price && !s_.price)
            problems_.add("energy.price",
                          "required with a tariff that has no fixed_price: expected a file",
                          "nothing");
        if (tariff.fixed_price && tariff.markup != EnergyPrice())
            problems_.add("energy.tariff.markup", "expected no such key beside fixed_price",
                          TextForm<EnergyPrice>::write(tariff.markup),
                          "it is on the market's price; 0 EUR/MWh takes away that of a base");
        if (tariff.feed_in != EnergyPrice() && !s_.photovoltaics)
            problems_.add("energy.tariff.feed_in", "expected no such key without photovoltaics",
                          TextForm<EnergyPrice>::write(tariff.feed_in),
                          "nothing else feeds the grid; 0 EUR/MWh takes away that of a base");
        if (!tariff.contract)
            return;
        const Power idle = idle_power(plan_);
        if (*tariff.contract < idle)
            problems_.add("energy.tariff.contract",
                          fmt::format("expected at least the {} that the site's IT draws when no "
                                      "job runs",
                                      format_quantity(idle.si(), Dimension::power)),
                          TextForm<Power>::write(*tariff.contract));
    }

    void build_battery() {
        if (!s_.battery)
            return;
        const BatteryPart& battery = *s_.battery;
        energy_.battery = battery;
        if (!battery.charge_below && !battery.discharge_above && !battery.peak_limit &&
            !s_.photovoltaics)
            problems_.add("energy.battery",
                          "expected charge_below, discharge_above or peak_limit in a battery "
                          "without photovoltaics",
                          "none of them", "it would do nothing");
        if (battery.charge_below && battery.discharge_above &&
            *battery.charge_below > *battery.discharge_above)
            problems_.add("energy.battery.charge_below",
                          fmt::format("expected at most the {} of discharge_above",
                                      TextForm<EnergyPrice>::write(*battery.discharge_above)),
                          TextForm<EnergyPrice>::write(*battery.charge_below));
        for (const auto& [key, price] : {std::pair("charge_below", battery.charge_below),
                                         std::pair("discharge_above", battery.discharge_above)})
            if (price && s_.tariff && s_.tariff->fixed_price)
                check_at_fixed_price(key, *price, *s_.tariff->fixed_price);
            else if (price && !s_.price)
                problems_.add(std::string("energy.battery.") + key,
                              "expected no such key without energy.price",
                              TextForm<EnergyPrice>::write(*price), "there is no market then");
    }

    // A price that never changes starts nothing; above it, charge_below lets a battery that cuts
    // peaks charge between them.
    void check_at_fixed_price(const std::string& key, EnergyPrice price, EnergyPrice fixed) {
        const std::string field = "energy.battery." + key;
        const std::string got = TextForm<EnergyPrice>::write(price);
        if (key == "charge_below" && s_.battery->peak_limit) {
            if (price <= fixed)
                problems_.add(field,
                              fmt::format("expected more than the fixed_price of {}",
                                          TextForm<EnergyPrice>::write(fixed)),
                              got, "it would never charge from the grid");
            return;
        }
        problems_.add(field, "expected no such key beside fixed_price", got,
                      key == "charge_below" ? "the price never changes; with peak_limit it may say "
                                              "that the battery charges between peaks"
                                            : "the price never changes");
    }

    void build_photovoltaics() {
        if (!s_.photovoltaics)
            return;
        energy_.photovoltaics = s_.photovoltaics;
        const Duration most = Photovoltaics(*s_.photovoltaics).clear_sky_hours();
        if (s_.photovoltaics->yearly_hours > most)
            problems_.add("energy.photovoltaics.yearly_hours",
                          fmt::format("expected at most the {:.0f} h of a sky without clouds at "
                                      "this place",
                                      most.in(hour)),
                          fmt::format("{:.0f} h", s_.photovoltaics->yearly_hours.in(hour)));
    }

    void build_requirements() {
        if (s_.requirements.has_value() != s_.operation_begun.has_value()) {
            const char* missing = s_.requirements ? "operation_begun" : "requirements";
            return problems_.add(
                std::string("energy.") + missing,
                fmt::format("required with {}: expected {}",
                            s_.requirements ? "requirements" : "operation_begun",
                            s_.requirements ? TextForm<Date>::expected() : "a file"),
                "nothing");
        }
        if (!s_.requirements)
            return;
        const auto path = data_file(*s_.requirements, "energy.requirements", plan_, problems_);
        if (!path)
            return;
        const LawReading law = read_law(*path);
        const auto place = [&](std::int64_t line, int column) {
            return Where{path->string(), static_cast<int>(line), std::max(1, column)};
        };
        for (const SeriesFault& fault : law.faults)
            problems_.add({place(fault.line, fault.column), "", fault.message, ""});
        for (std::size_t i = 0; i < law.rows.size(); ++i)
            if (const std::string& kpi = law.rows[i].kpi;
                std::find(kpis_.begin(), kpis_.end(), kpi) == kpis_.end()) {
                const std::string hint = did_you_mean(kpi, kpis_);
                problems_.add({place(law.kpi_places[i].line, law.kpi_places[i].column),
                               "energy.requirements",
                               fmt::format("expected the name of a KPI, got '{}'", kpi),
                               hint.empty() ? "see twin list kpis" : hint});
            }
        if (law.faults.empty())
            apply(law.rows);
    }

    // What the site is connected for, and how that is known.
    struct ConnectedLoad {
        std::optional<Power> power;
        const char* known_from = "";
    };
    ConnectedLoad connected_load() const {
        const Site& site = plan_.site;
        if (s_.tariff && s_.tariff->contract)
            return {s_.tariff->contract, "energy.tariff.contract"};
        if (site.supply && site.supply->transformers > 0)
            return {double(site.supply->transformers) * site.supply->transformer_rating.value,
                    "its transformers"};
        if (site.it_power_limit)
            return {site.it_power_limit->value, "the limit of its IT"};
        return {};
    }

    void apply(const std::vector<Requirement>& law) {
        const ConnectedLoad load = connected_load();
        energy_.requirements = requirements_for(law, *s_.operation_begun, load.power);
        const auto all = requirements_for(law, *s_.operation_begun);
        std::optional<Power> begins;  // the lowest load from which one applies that is in question
        for (const auto& [row, from] : all)
            if (row.connected_load && (!load.power || *load.power < *row.connected_load))
                begins = std::min(begins.value_or(*row.connected_load), *row.connected_load);
        if (!begins)
            return;
        const std::string limit = format_quantity(begins->si(), Dimension::power);
        if (load.power)
            plan_.remarks.push_back(fmt::format(
                "energy.requirements: {} of {} are left out: the law applies from {} of connected "
                "load, this site has {} ({})",
                all.size() - energy_.requirements.size(), all.size(), limit,
                format_quantity(load.power->si(), Dimension::power), load.known_from));
        else
            plan_.remarks.push_back(fmt::format(
                "energy.requirements: the law applies from {} of connected load, and that of this "
                "site is not known: it is taken to be large enough (energy.tariff.contract says "
                "it)",
                limit));
    }

    CarbonMass embodied() const {
        EmbodiedCounts counts;
        counts.gpus = plan_.site.gpus();
        counts.nodes = plan_.site.nodes;
        counts.racks = double(plan_.site.racks.size());
        counts.it = plan_.site.it_power_limit ? plan_.site.it_power_limit->value
                                              : site_power(plan_.site, 1, 1);
        return embodied_per_year(*s_.embodied, counts);
    }

    const EnergySection& s_;
    const Scenario& scenario_;
    const std::vector<std::string>& kpis_;
    RunPlan& plan_;
    FieldProblems& problems_;
    EnergyPlan energy_;
};

}  // namespace

void build_energy(const Scenario& scenario, const std::vector<std::string>& kpis, RunPlan& plan,
                  FieldProblems& problems) {
    if (scenario.energy)
        EnergyBuilder(scenario, kpis, plan, problems).build();
}

}  // namespace twin
