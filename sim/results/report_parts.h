// Sections of the report on a run that are made by themselves.
#pragma once

#include "sim/results/report_content.h"
#include "sim/results/report_sections.h"

namespace twin {

// The [[job]]s of the scenario, a row each; without blocks where the content has none.
ReportSection listed_jobs_section(const ReportContent& content);

// What jobs share; without blocks where nothing flowed.
ReportSection network_section(const ReportContent& content);

// By cause; without blocks where none was a random failure: what events of the scenario interrupt,
// they say themselves.
ReportSection interruptions_section(const ReportContent& content);

// All events where they are few, else what there was of each kind, the first and the costliest;
// without blocks where there were none.
ReportSection events_section(const ReportContent& content);

}  // namespace twin
