#include "sim/commands/training_question.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "models/interconnect/topologies.h"
#include "models/power/node_power.h"
#include "models/workload/plan_choice.h"
#include "sim/commands/collective_remark.h"
#include "sim/commands/input_error.h"
#include "sim/commands/option_keys.h"
#include "sim/commands/run_scenario.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/power_plan.h"
#include "sim/scenario/read.h"
#include "sim/scenario/training_job.h"
#include "sim/scenario/training_place.h"
#include "sim/scenario/value_forms.h"

namespace twin {
namespace {

// The keys of the scenario that stands for the site, by the options that they are made of.
constexpr OptionKey site_keys[] = {
    {"--site", "site.part"}, {"--gpus", "job.0.nodes"}, {"--gpu-cap", "power.gpu_cap"}};

// What a sentence of choose_plan is about, where an option says it; all else is the plan's.
struct Subject {
    std::string_view name;
    const char* option;
};
constexpr Subject subjects[] = {{"plan", "--plan"},           {"sequence", "--sequence"},
                                {"global_batch", "--batch"},  {"precision", "--precision"},
                                {"lora.rank", "--lora-rank"}, {"gpu_cap", "--gpu-cap"}};

// What of a site the question needs, once it is known to be right.
struct SiteOfTraining {
    ScenarioText text;
    CheckedScenario checked;
    RunPlan plan;
};

class TrainingQuestion {
  public:
    explicit TrainingQuestion(const TrainingOptions& options) : options_(options) {}

    TrainingReport give() {
        read_parts_files();
        read_model();
        read_machine();
        read_numbers();
        leave_if_wrong();
        read_place();
        read_plan_words();
        leave_if_wrong();
        take_gpus();
        if (options_.site)
            read_site();
        estimate();
        if (site_)
            report_.site = site_answer();
        assume();
        return std::move(report_);
    }

  private:
    void add(const std::string& option, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        problems_.push_back(
            {{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint});
    }
    void add(const char* option, const UnitError& error) {
        add(option, error.expected, error.got, error.hint);
    }
    void leave_if_wrong() const {
        if (!problems_.empty())
            throw InputError(problems_);
    }

    void read_parts_files() {
        for (const std::string& name : options_.parts)
            parts_files_.push_back(read_parts_file(name, problems_));
        leave_if_wrong();
        parts_ = parts_with(parts_files_, problems_);
        leave_if_wrong();
    }

    template <class Part>
    const Part* chosen(const char* option, const std::string& what,
                       const std::map<std::string, Part>& known, const std::string& id) {
        const auto found = known.find(id);
        if (found != known.end())
            return &found->second;
        std::vector<std::string> ids;
        for (const auto& [name, part] : known)
            ids.push_back(name);
        std::string hint = did_you_mean(id, ids);
        add(option, fmt::format("{} ({})", what, fmt::join(ids, ", ")), "'" + id + "'", hint);
        return nullptr;
    }

    void read_model() {
        if (!options_.model)
            return add("--model", "the id of a language model, or its file", "nothing",
                       "see twin list models");
        const std::string& name = *options_.model;
        if (name.ends_with(".toml")) {
            own_model_ = read_model_file(name, problems_);
            if (problems_.empty())
                model_ = &own_model_;
        } else {
            model_ = chosen("--model", "a language model, or the name of a .toml file",
                            parts_->models, name);
        }
    }

    void read_machine() {
        if (options_.site) {
            if (options_.node)
                add("--node", "no such option beside --site", "'" + *options_.node + "'");
            if (const auto* site = chosen("--site", "a site", parts_->sites, *options_.site))
                take_site(*site);
        } else if (options_.node) {
            node_ = chosen("--node", "a node", parts_->nodes, *options_.node);
            for (const auto& [option, text] :
                 {std::pair{"--outdoor", options_.given.outdoor},
                  std::pair{"--wet-bulb", options_.given.wet_bulb},
                  std::pair{"--price", options_.given.price},
                  std::pair{"--carbon-direct", options_.given.direct},
                  std::pair{"--carbon-life-cycle", options_.given.life_cycle}})
                if (text)
                    add(option, "no such option without --site", "'" + *text + "'");
            if (!options_.network)
                add("--network", "the network of the nodes", "nothing", "see twin list networks");
        } else {
            add("--site", "the machine, or its --node and --network", "nothing",
                "see twin list sites and twin list parts");
        }
        if (options_.network)
            network_ = chosen("--network", "a network", parts_->networks, *options_.network);
        if (node_ != nullptr && node_->gpus < 1)
            add(options_.site ? "--site" : "--node", "nodes with GPUs", "'" + node_->id + "'");
        else if (node_ != nullptr && node_->gpu.calibration.empty())
            add(options_.site ? "--site" : "--node", "GPUs with a calibration",
                "'" + node_->gpu.id + "'", "no calibration is known of them");
    }

    void take_site(const SiteDescription& site) {
        for (const RackRow& row : site.rows)
            if (node_ == nullptr || (node_->gpus < 1 && row.part->node.gpus > 0))
                node_ = &row.part->node;
        if (!site.has_power)
            return add("--site", "a site whose power is known", "'" + site.id + "'",
                       "see twin list sites");
        if (options_.network)
            return;
        const auto network = parts_->networks.find(site.network);
        if (network == parts_->networks.end())
            return add("--network", "the network of the site, of which none is known", "nothing",
                       "see twin list networks");
        network_ = &network->second;
    }

    // A whole number of at least `least`; absent after a problem, or where nothing is said.
    std::optional<int> number(const char* option, const std::optional<std::string>& text,
                              int least) {
        if (!text)
            return std::nullopt;
        int value = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error == std::errc() && end == text->data() + text->size() && value >= least)
            return value;
        add(option, fmt::format("a whole number of at least {}", least), "'" + *text + "'");
        return std::nullopt;
    }

    template <class Value>
    std::optional<double> quantity(const char* option, const std::optional<std::string>& text,
                                   Dimension dimension, Value least) {
        if (!text)
            return std::nullopt;
        const auto value = parse_quantity(*text, dimension);
        if (const UnitError* error = std::get_if<UnitError>(&value)) {
            add(option, *error);
            return std::nullopt;
        }
        if (std::get<double>(value) > least)
            return std::get<double>(value);
        add(option, fmt::format("more than 0 {}", example_unit(dimension)), "'" + *text + "'");
        return std::nullopt;
    }

    void read_numbers() {
        if (const auto gpus = number("--gpus", options_.gpus, 1))
            report_.gpus = *gpus;
        else if (!options_.gpus)
            add("--gpus", "how many train together", "nothing");
        TrainingTask& task = report_.task;
        if (model_ != nullptr) {
            task.model = model_->shape();
            if (model_->sequence)
                task.sequence = *model_->sequence;
            if (model_->global_batch)
                task.global_batch = *model_->global_batch;
            if (model_->tokens)
                report_.tokens = model_->tokens->value;
            if (!model_->sequence && !options_.sequence)
                add("--sequence", "the tokens of a sequence, of which the model says nothing",
                    "nothing");
            if (!model_->global_batch && !options_.batch)
                add("--batch", "the sequences of a step, of which the model says nothing",
                    "nothing");
        }
        task.sequence = number("--sequence", options_.sequence, 1).value_or(task.sequence);
        task.global_batch = number("--batch", options_.batch, 1).value_or(task.global_batch);
        task.lora.rank = number("--lora-rank", options_.lora, 1).value_or(0);
        if (options_.precision) {
            if (const auto precision = find_precision(*options_.precision)) {
                task.precision = *precision;
            } else {
                std::vector<std::string> names;
                for (const PrecisionRow& row : precisions())
                    names.emplace_back(row.name);
                add("--precision", fmt::format("one of {}", fmt::join(names, ", ")),
                    "'" + *options_.precision + "'", did_you_mean(*options_.precision, names));
            }
        }
        if (const auto tokens = quantity("--tokens", options_.tokens, Dimension::tokens, 0))
            report_.tokens = TokenCount::from_si(*tokens);
        read_gpu_cap();
    }

    void read_gpu_cap() {
        const auto cap = quantity("--gpu-cap", options_.gpu_cap, Dimension::power, 0);
        if (!cap || node_ == nullptr || node_->gpus < 1)
            return;
        gpu_cap_ = Power::from_si(*cap);
        if (const auto error = node_gpu_cap_problem(*gpu_cap_, *node_))
            add("--gpu-cap", error->expected, error->got,
                node_->module_cap ? "of a module: a GPU and its share of the CPUs" : "");
    }

    void read_place() {
        const CollectiveConstants* constants = nullptr;
        if (options_.library) {
            constants = find_collective_constants(*options_.library);
            if (constants == nullptr)
                return add("--library", "one of " + libraries_text(), "'" + *options_.library + "'",
                           "see twin list libraries");
        }
        place_ = training_place({parts_, node_}, *network_, *parts_, constants);
        if (place_.constants == nullptr)
            add("--library",
                fmt::format("one of {}, as no collectives were measured between GPUs of {}",
                            libraries_text(), node_->gpu.generation),
                "nothing", "see twin list libraries");
    }

    void read_plan_words() {
        const auto read = read_plan(options_.plan);
        if (const auto* errors = std::get_if<std::vector<PlanError>>(&read))
            for (const auto& [at, error] : *errors)
                add("--plan", error);
        else
            words_ = std::get<PlanWords>(read);
    }

    // The GPUs on the first nodes of the network.
    void take_gpus() {
        const std::int64_t of_node = node_->gpus;
        const std::int64_t gpus = report_.gpus;
        const NodeCount slots = node_slots(*network_);
        NodeCount nodes = slots;
        if (options_.site)
            nodes = std::min(slots, nodes_of_site());
        most_gpus_ = static_cast<int>(nodes * of_node);
        if (gpus > most_gpus_)
            refuse("--gpus",
                   nodes < slots ? fmt::format("at most {}, those of {}", most_gpus_,
                                               parts_->sites.at(*options_.site).name)
                                 : fmt::format("at most {}, for which network {} has slots",
                                               most_gpus_, network_->id),
                   std::to_string(gpus));
        if (gpus > of_node && gpus % of_node != 0)
            refuse(
                "--gpus",
                fmt::format("a multiple of the {} GPUs of a node, or fewer than one has", of_node),
                std::to_string(gpus),
                fmt::format("{} or {}", gpus / of_node * of_node, (gpus / of_node + 1) * of_node));
        shape_ = place_.compact(report_.gpus);
        report_.nodes = shape_.nodes();
    }

    // Those that are like the one whose GPUs train.
    NodeCount nodes_of_site() const {
        NodeCount nodes = 0;
        for (const Rack& rack : build_site(parts_->sites.at(*options_.site)).racks)
            if (rack.part->node.id == node_->id)
                nodes += rack.nodes;
        return nodes;
    }

    void read_site() {
        site_.emplace();
        ScenarioText& text = site_->text;
        text.root = parse_text("[energy]\n[[job]]\n", "twin estimate training", text.problems);
        text.parts = parts_files_;
        const auto set = [&](const std::string& key, const std::string& value, std::string origin) {
            set_value(text.root, key, value, {std::move(origin), 0, 0}, text.problems);
        };
        const std::string self = "twin estimate training";
        set("title", "estimate", self);
        set("time.start", "2024-01-01T00:00:00Z", self);
        set("scheduling.policy", "fcfs", self);
        set("job.0.name", "training", self);
        set("job.0.submit", "+0 s", self);
        set("job.0.run_time", "1 h", self);
        set("job.0.nodes", std::to_string(report_.nodes), "--gpus " + *options_.gpus);
        set("site.part", *options_.site, "--site " + *options_.site);
        if (options_.gpu_cap)
            set("power.gpu_cap", *options_.gpu_cap, "--gpu-cap " + *options_.gpu_cap);
        in_words_of_options(site_keys, [&] {
            site_->checked = checked_scenario(text);
            site_->plan = planned_run(site_->checked, {});
        });
        if (!site_->plan.site.supply)
            site_->plan.site.supply = site_->plan.parts->sites.at(site_->plan.site.id).supply;
    }

    void estimate() {
        const TrainingTask& task = report_.task;
        const TrainingSetting on = place_.setting(shape_, gpu_cap_);
        auto choice = choose_plan(task, words_, on, most_gpus_);
        if (const auto* wrong = std::get_if<std::vector<std::string>>(&choice))
            refuse_plan(*wrong);
        report_.plan = std::get<PlanChoice>(choice).plan;
        report_.search = std::get<PlanChoice>(std::move(choice)).search;
        TrainingEvaluator evaluator(task, on);
        refuse_too_long(evaluator.step(report_.plan).total());
        report_.estimate = evaluator.estimate(report_.plan);
        report_.bf16_peak = node_->gpu.bf16_dense.value;
        report_.share_of_own_peak = share_of_own_peak(report_.estimate, task, node_->gpu);
        report_.gpu_cap = gpu_cap_;
        report_.caps_modules = node_->module_cap.has_value();
        report_.model = model_->name;
        report_.machine = site_ ? site_->plan.site.name : node_->name;
        report_.weights = parameters(task.model);
        report_.gpu_memory = node_->gpu.memory;
        report_.library = place_.constants->name;
        report_.calibration = place_.calibration->id;
        const TrainingEstimate& estimate = report_.estimate;
        for (std::size_t i = 0; i < estimate.phases.size(); ++i)
            if (estimate.times[i] > Duration())
                report_.power.push_back({estimate.names[i], estimate.times[i],
                                         node_draw(*node_, estimate.phases[i], gpu_cap_).gpus /
                                             double(node_->gpus.value)});
    }

    [[noreturn]] void refuse_plan(const std::vector<std::string>& sentences) {
        for (const std::string& sentence : sentences) {
            const auto colon = sentence.find(": ");
            const auto* subject = std::find_if(
                std::begin(subjects), std::end(subjects),
                [&](const Subject& one) { return sentence.substr(0, colon) == one.name; });
            const bool known = subject != std::end(subjects);
            problems_.push_back({{known ? subject->option : "--plan", 0, 0},
                                 "",
                                 known ? sentence.substr(colon + 2) : sentence,
                                 ""});
        }
        throw InputError(problems_);
    }

    void refuse_too_long(Duration step) {
        constexpr double longest = TextForm<SimDuration>::longest;
        const auto shown = [](double si) { return format_quantity(si, Dimension::duration); };
        if (step.si() > longest)
            refuse("--batch", "a step of at most 100 years", shown(step.si()));
        if (const double all = report_.tokens ? report_.steps() * step.si() : 0; all > longest)
            refuse("--tokens", "a training of at most 100 years", shown(all),
                   options_.tokens ? "" : "its tokens are the model's own");
    }

    // The step over and over, for all tokens or for an hour; one phase, as a run has it, since a
    // cap slows some of its stretches by what it does to others.
    Job job() const {
        Job out;
        out.name = "training " + model_->name;
        out.nodes = report_.nodes;
        Phase all = merged(report_.estimate.phases);
        const Duration step = to_quantity(all.duration);
        const double steps = report_.tokens ? report_.steps() : hour / step;
        all.duration = to_sim(steps * step);
        out.run_time = out.limit = all.duration;
        out.phases.push_back(std::move(all));
        return out;
    }

    EstimateAnswer site_answer() const {
        const Job training = job();
        return estimate_answer({site_->checked, site_->plan, site_->checked.scenario.jobs.front(),
                                true, options_.given, &training});
    }

    void assume() {
        const auto say = [&](std::string sentence) {
            report_.assumptions.push_back(std::move(sentence));
        };
        const Calibration& calibration = *place_.calibration;
        const std::string_view collectives = place_.constants->name;
        say(fmt::format("Kernels take what calibration {} ({}) says.", calibration.id,
                        calibration.name));
        if (const std::string_view row = training_constants(calibration).calibration;
            row != calibration.id)
            say(
                fmt::format("What training costs beside kernels alone is that of {}: {} has no "
                            "constants of its own.",
                            row, calibration.id));
        say(
            fmt::format("Collectives take what the constants of {} say, on network {}; its nodes "
                        "are the first ones, next to each other, and nobody shares the links.",
                        collectives, network_->id));
        for (std::string& remark :
             library_remarks(*node_, *network_, *place_.constants, options_.library.has_value()))
            say(std::move(remark));
        if (std::string remark = foreign_network_remark(*node_, *network_, *parts_);
            !remark.empty())
            say(std::move(remark));
        if (options_.site && !report_.tokens)
            say("Nobody said how many tokens: the site's figures below are those of an hour.");
        if (report_.gpus < node_->gpus)
            say("The other GPUs of the node do the same: its power is that of all of them, of "
                "which the energy of a token and of the run is the share of those that train.");
        if (report_.gpus < node_->gpus && options_.site)
            say("The site's figures below are those of the whole node.");
        if (report_.tokens && report_.tokens_trained() > *report_.tokens)
            say("Steps are whole: the last one sees more tokens than were asked for.");
        say("The start, checkpoints, failures, evaluation and the loading of data take no time "
            "here.");
    }

    const TrainingOptions& options_;
    std::vector<PartsText> parts_files_;
    std::shared_ptr<const PartsCatalog> parts_;
    ModelPart own_model_;
    const ModelPart* model_ = nullptr;
    const NodePart* node_ = nullptr;
    const NetworkPart* network_ = nullptr;
    std::optional<Power> gpu_cap_;
    PlanWords words_;
    TrainingPlace place_;
    PlacementShape shape_;
    int most_gpus_ = 0;
    std::optional<SiteOfTraining> site_;
    TrainingReport report_;
    Problems problems_;
};

}  // namespace

TrainingReport training_report(const TrainingOptions& options) {
    return TrainingQuestion(options).give();
}

}  // namespace twin
