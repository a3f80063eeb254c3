#include <algorithm>
#include <fmt/format.h>

#include "sim/results/report_parts.h"

namespace twin {

ReportSection network_section(const ReportContent& content) {
    ReportSection section;
    section.id = "network";
    section.heading = "Network";
    std::vector<ReportRow> lines;
    const auto line = [&](const char* label, std::string value, std::string note) {
        lines.push_back({label, std::move(value), std::move(note)});
    };
    const auto flows = [&](const char* name) { return content.value(name).value_or(0) > 0; };
    if (!flows("link_load_mean") && !flows("storage_read_load") && !flows("storage_write_load"))
        return section;
    if (content.knows("link_load_mean"))
        line("link load", content.kpi("link_load_mean"),
             fmt::format("mean of the links between groups; P99 {}", content.kpi("link_load_p99")));
    if (content.knows("sharing_slowdown")) {
        std::string others;
        if (flows("lost_links_slowdown"))
            others += fmt::format(", {} from lost links", content.kpi("lost_links_slowdown"));
        if (flows("storage_slowdown"))
            others += fmt::format(", {} from the storage", content.kpi("storage_slowdown"));
        line("slow-down", content.kpi("sharing_slowdown"),
             fmt::format("from sharing, of jobs that ended; {} from placement{} (twin export "
                         "{} job_slowdown)",
                         content.kpi("placement_slowdown"), others, content.file));
    }
    if (content.knows("storage_read_load"))
        line("storage load", content.kpi("storage_read_load"),
             fmt::format("reading, mean; {} writing", content.kpi("storage_write_load")));
    section.blocks.emplace_back(std::move(lines));
    const auto cut = [](const LogEntry& event) {
        return event.kind == "lose_links" && event.effect.find("go around") != std::string::npos;
    };
    if (content.setting("network.routing") == "minimal" &&
        std::any_of(content.events.begin(), content.events.end(), cut))
        section.blocks.emplace_back(Paragraph{
            "Minimal routing takes the cables of two groups while any is left; only where all are "
            "lost it goes\naround through third groups, where there may be more room than on few "
            "cables: losing all of\nthem may cost less than losing some."});
    return section;
}

}  // namespace twin
