// [failures] as the run needs it, and what a job's checkpoints cost it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/hardware/failures_part.h"
#include "models/workload/job.h"
#include "sim/arrivals/faults.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// One cause as a part or a scenario says it.
struct CauseText {
    std::string name, takes;
    double share = 0;
    std::optional<Duration> repair_median, repair_mean;
};
std::vector<CauseText> cause_texts(const std::vector<FailureCausePart>& causes);
std::vector<CauseText> cause_texts(const std::vector<FailureCauseSection>& causes);
// What is wrong with them together; fields are "causes.2.share".
std::vector<SettingFault> cause_faults(const std::vector<CauseText>& causes);

// The same of links between groups, beside those causes; fields are "links.0.name".
struct LinkCauseText {
    std::string name, takes;
    Duration mtbf{};  // of one
    RepairTime repair;
};
std::vector<LinkCauseText> link_texts(const std::vector<LinkFailurePart>& links);
std::vector<LinkCauseText> link_texts(const std::vector<LinkFailureSection>& links);
std::vector<SettingFault> link_faults(const std::vector<LinkCauseText>& links,
                                      const std::vector<CauseText>& causes);

// Fills the failures of the plan. Needs parts and site.
void build_failures(const Scenario& scenario, RunPlan& plan, FieldProblems& problems);

// The checkpoints of a job on so many nodes of the plan's site that does so much work at full
// speed. `trained`: the states that it changes, where it trains. Needs the plan's network, and its
// failures where the interval follows from them. Mistakes are problems
// under `field` ("job.3.checkpoints"); nothing where there are any.
std::optional<Checkpoints> plan_checkpoints(const CheckpointsSection& section, NodeCount nodes,
                                            SimDuration work, std::optional<DataSize> trained,
                                            const RunPlan& plan, const std::string& field,
                                            FieldProblems& problems);

// How often the checkpoints of this section are written and what they cost a job of so much work,
// as a remark.
std::string checkpoints_remark(const CheckpointsSection& section, const Job& job, SimDuration work,
                               const RunPlan& plan);

// That a job without checkpoints is likely to be interrupted before it ends, as a remark. Empty
// where it is not.
std::string starts_anew(const Job& job, const RunPlan& plan);

// Of a run without a horizon: that such a job would go on for ever, as what was got where a horizon
// is expected: less than one attempt in FailurePlan::most would last. Empty where it would end.
std::string never_ends(const Job& job, const RunPlan& plan);

}  // namespace twin
