// Clock time of a place and the instants it stands for, without a database of time zones.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "models/units/sim_time.h"

namespace twin {

// What a clock on the wall shows.
using WallTime = std::chrono::local_time<SimDuration>;

class Zone {
  public:
    // "UTC", "Europe/Berlin" (the rule of the European Union since 1996), "+01:00".
    static std::optional<Zone> parse(std::string_view text);
    // As they stand in messages: "UTC, Europe/Berlin or an offset such as +01:00".
    static std::string known();

    const std::string& name() const { return name_; }
    WallTime wall_time(CalendarTime time) const;

    // The instants at which a clock shows this: none in the hour that the clocks skip in March, two
    // in the hour that they show twice in October, else one. Earliest first.
    struct Instants {
        int count = 0;
        CalendarTime first{}, second{};
    };
    Instants instants(WallTime wall) const;

    bool operator==(const Zone&) const = default;

  private:
    Zone(std::string name, std::chrono::minutes offset, bool summer_time)
        : name_(std::move(name)), offset_(offset), summer_time_(summer_time) {}
    std::chrono::minutes offset_at(CalendarTime time) const;

    std::string name_;
    std::chrono::minutes offset_;  // of winter
    bool summer_time_;             // an hour more
};

}  // namespace twin
