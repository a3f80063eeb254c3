// twin estimate training, on shipped models and machines.
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "models/units/unit_text.h"
#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Two layers of width 1,024.
const std::string tiny = R"(name           = "A tiny model"
layers         = { value = 2, assumption = "tiny" }
hidden         = { value = 1024, assumption = "tiny" }
ffn            = { value = 4096, assumption = "tiny" }
heads          = { value = 8, assumption = "tiny" }
kv_heads       = { value = 8, assumption = "tiny" }
head_size      = { value = 128, assumption = "tiny" }
vocabulary     = { value = 8192, assumption = "tiny" }
gated          = { value = false, assumption = "tiny" }
tied_embedding = { value = true, assumption = "tiny" }
)";

class EstimateTraining : public testing::Test {
  protected:
    EstimateTraining() { twin.write("tiny.toml", tiny); }

    Outcome run(ChildTwin::Arguments arguments) {
        arguments.insert(arguments.begin(), {"estimate", "training"});
        return twin.run(arguments);
    }
    nlohmann::json answer(ChildTwin::Arguments arguments) {
        arguments.push_back("--json");
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return nlohmann::json::parse(outcome.out);
    }
    std::string refused(const ChildTwin::Arguments& arguments) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    }

    ChildTwin twin;
};

TEST_F(EstimateTraining, AnswersForAPlan) {
    const auto json = answer({"--model", "apertus-70b", "--site", "jupiter-booster", "--gpus",
                              "4096", "--plan", "tensor 4, pipeline 8, chunks 5"});
    EXPECT_EQ(json.at("nodes"), 1024);
    EXPECT_EQ(json.at("plan").at("text"), "tensor 4, pipeline 8, data 128, chunks 5");
    // What the model's part says: 4,096 sequences of 4,096 tokens, 15 Ttoken.
    EXPECT_EQ(json.at("sequence"), 4096);
    const double step = json.at("step_s").at("step").get<double>();
    double sum = 0;
    for (const auto& [name, part] : json.at("step_s").items())
        if (name != "step")
            sum += part.get<double>();
    EXPECT_NEAR(sum, step, 1e-9 * step);
    EXPECT_NEAR(json.at("tokens_per_s").get<double>(), 4096.0 * 4096 / step, 1e-3);
    // 15e12 / 4,096^2 are 894,069.7 steps: 894,070 whole ones, and what they see.
    EXPECT_EQ(json.at("tokens"), 15e12);
    EXPECT_EQ(json.at("steps"), 894'070);
    EXPECT_EQ(json.at("tokens_trained"), 894'070 * 4096.0 * 4096);
    EXPECT_NEAR(json.at("time_s").get<double>(), 894'070 * step, 1);
    // 10 layers of 2 (8,192 x 18,432 + 8,192 x 43,008) / 4 and half of an embedding's 1.07 G / 2
    // of 2 bytes: 80 layers of 839 M are 67.1 G weights.
    const double layer = 8192.0 * (2 * 8192 + 2 * 1024 + 2 * 43'008);
    const double weights = 10 * layer / 4 + 131'072.0 * 8192 / 4;
    EXPECT_NEAR(json.at("memory_bytes").at("weights").get<double>(), 2 * weights, 1);
    // The chain of the site begins with the same energy at the nodes' plugs.
    const auto& site = json.at("site");
    EXPECT_NEAR(site.at("node_energy_mwh").get<double>(), json.at("node_energy_mwh").get<double>(),
                1e-3 * json.at("node_energy_mwh").get<double>());
    EXPECT_GT(site.at("grid_energy_mwh").get<double>(), site.at("node_energy_mwh").get<double>());
    EXPECT_EQ(json.at("library"), "NVLink 4");
}

TEST_F(EstimateTraining, SearchesAPlan) {
    const auto json = answer({"--model", "llama-3-70b", "--node", "jupiter-booster", "--network",
                              "jupiter-booster", "--gpus", "256", "--batch", "128"});
    const auto& search = json.at("search");
    ASSERT_EQ(search.at("best").size(), 10u);
    double last = 0;
    for (const auto& one : search.at("best")) {
        EXPECT_GE(one.at("step_s").at("step").get<double>(), last);
        last = one.at("step_s").at("step").get<double>();
        EXPECT_LE(one.at("memory_bytes").at("total").get<double>(), 96e9);
    }
    EXPECT_EQ(search.at("best").at(0).at("plan"), json.at("plan"));
    EXPECT_EQ(search.at("best").at(0).at("step_s"), json.at("step_s"));
    EXPECT_FALSE(json.contains("site"));
    EXPECT_FALSE(json.contains("tokens"));
}

TEST_F(EstimateTraining, TellsItInText) {
    const Outcome outcome =
        run({"--model", "tiny.toml", "--site", "jupiter-booster", "--gpus", "8", "--sequence",
             "2048", "--batch", "64", "--tokens", "1 Gtoken", "--price", "100 EUR/MWh"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    // 2 x 12 x 1,024^2 + 8,192 x 1,024 weights; 10^9 / (64 x 2,048) are 7,629.4 steps.
    EXPECT_THAT(outcome.out, StartsWith("A tiny model (0.03355 G weights) on 8 GPUs, 2 nodes of "));
    EXPECT_THAT(
        outcome.out,
        AllOf(HasSubstr("64 sequences of 2048 tokens a step, bf16\n"),
              HasSubstr("memory of the fullest GPU"),
              HasSubstr(" % of the bf16 peak of 989.4 Tflop/s (MFU)\n"),
              HasSubstr("1 Gtoken  7630 steps, 1 Gtoken asked for\n"),
              HasSubstr("- Steps are whole: the last one sees more tokens than were asked for.\n"),
              HasSubstr("the best 10 of "), HasSubstr("ways to divide the GPUs"),
              HasSubstr("at the grid"), HasSubstr("training A tiny model on 2 of "),
              HasSubstr("kg CO2\n")));
}

// Why a plan loses begins with all that it is slower, which the part that loses most may exceed.
TEST_F(EstimateTraining, TellsByHowMuchAPlanLoses) {
    const ChildTwin::Arguments asked = {"--model", "llama-3-8b", "--site",  "jupiter-booster",
                                        "--gpus",  "64",         "--batch", "128"};
    const auto best = answer(asked).at("search").at("best");
    const double first = best.at(0).at("step_s").at("step"),
                 second = best.at(1).at("step_s").at("step");
    const std::string slower = format_quantity(second - first, Dimension::duration);
    EXPECT_THAT(run(asked).out, testing::ContainsRegex("\\+" + slower +
                                                       ": [a-z]+ \\+[0-9.]+ .s, "
                                                       "all else -[0-9.]+ .s\n"));
}

// Of a node of 4 GPUs, all at work, the share of those that train: 1/4 and 1/2.
TEST_F(EstimateTraining, FewerGpusThanANodeHasTakeTheirShare) {
    for (const int gpus : {1, 2, 4}) {
        const auto json = answer({"--model", "tiny.toml", "--node", "jupiter-booster", "--network",
                                  "jupiter-booster", "--gpus", std::to_string(gpus), "--sequence",
                                  "2048", "--batch", "64", "--tokens", "1 Gtoken"});
        EXPECT_EQ(json.at("nodes"), 1);
        const double power = json.at("node_power_w").get<double>() * gpus / 4;
        const double energy = power / json.at("tokens_per_s").get<double>();
        EXPECT_NEAR(json.at("node_energy_per_token_j").get<double>(), energy, 1e-9 * energy);
        // 1 MWh is 3.6e9 J.
        // Of 7,630 steps of 64 x 2,048 tokens.
        const double tokens = 7630.0 * 64 * 2048;
        EXPECT_NEAR(json.at("node_energy_mwh").get<double>(), tokens * energy / 3.6e9,
                    1e-9 * energy);
    }
}

TEST_F(EstimateTraining, RefusesATrainingOfMoreThan100Years) {
    ChildTwin::Arguments asked = {"--model", "tiny.toml", "--gpus", "4",      "--sequence", "2048",
                                  "--batch", "64",        "--plan", "data 4", "--tokens"};
    for (const ChildTwin::Arguments& machine :
         {ChildTwin::Arguments{"--site", "jupiter-booster"},
          {"--node", "jupiter-booster", "--network", "jupiter-booster"}}) {
        ChildTwin::Arguments all = asked;
        all.push_back("1 Mtoken");
        all.insert(all.end(), machine.begin(), machine.end());
        const double rate = answer(all).at("tokens_per_s").get<double>();
        // A year has 366 days.
        const double most = 100.0 * 366 * 86'400 * rate;
        all[11] = fmt::format("{:.0f} token", 0.999 * most);
        EXPECT_EQ(run(all).status, 0);
        all[11] = "1e18 token";
        EXPECT_EQ(refused(all), "--tokens: expected a training of at most 100 years, got " +
                                    format_quantity(1e18 / rate, Dimension::duration) + "\n");
    }
    EXPECT_THAT(refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "64",
                         "--plan", "tensor 4, sharding weights, recompute full", "--batch",
                         "1000000000", "--sequence", "131072"}),
                StartsWith("--batch: expected a step of at most 100 years, got "));
}

// A GPU that waits for launches anyway loses nothing: 2 layers of a sequence at once. Where
// launches are recorded the cap costs time.
TEST_F(EstimateTraining, ACapSavesWattsAndCostsTimeWhereTheGpuIsWaitedFor) {
    const auto asked = [&](const char* plan, const char* cap) {
        return answer({"--model", "tiny.toml", "--node", "jupiter-booster", "--network",
                       "jupiter-booster", "--gpus", "4", "--sequence", "2048", "--batch", "64",
                       "--plan", plan, "--gpu-cap", cap});
    };
    for (const char* plan : {"data 4", "data 4, graphs on"}) {
        const auto full = asked(plan, "680 W"), less = asked(plan, "400 W");
        EXPECT_LT(less.at("gpu_power_w"), full.at("gpu_power_w"));
        EXPECT_GT(less.at("step_s").at("compute"), full.at("step_s").at("compute"));
        const double step = full.at("step_s").at("step"), slower = less.at("step_s").at("step");
        const bool waits = full.at("step_s").at("launch") > 0;
        EXPECT_EQ(waits, std::string(plan) == "data 4");
        if (waits)
            EXPECT_NEAR(slower, step, 1e-9 * step);
        else
            EXPECT_GT(slower, step);
    }
}

// The run above and the site's section below are one run, also where a bubble waits for stages that
// the cap slows; the stretches add up to the step.
TEST_F(EstimateTraining, UnderACapTheSiteTellsTheSameRun) {
    const auto json = answer({"--site", "jupiter-booster", "--model", "gpt-3-175b", "--gpus", "256",
                              "--batch", "32", "--plan", "tensor 4, pipeline 16", "--gpu-cap",
                              "400 W", "--tokens", "1 Gtoken"});
    const auto near = [](double one, double other) { EXPECT_NEAR(one, other, 1e-6 * other); };
    const double time = json.at("time_s");
    EXPECT_GT(json.at("step_s").at("bubble"), json.at("step_s").at("compute"));
    near(json.at("site").at("time_s"), time);
    near(json.at("site").at("node_energy_mwh"), json.at("node_energy_mwh"));
    EXPECT_LT(json.at("site").at("time_without_cap_s"), time);
    double step = 0;
    std::vector<std::string> names;
    for (const auto& one : json.at("power_through_step")) {
        step += one.at("time_s").get<double>();
        names.push_back(one.at("phase"));
    }
    near(step, json.at("step_s").at("step"));
    EXPECT_THAT(names, testing::IsSupersetOf({"products", "element-wise kernels", "exchanges",
                                              "bubble", "optimiser"}));
}

TEST_F(EstimateTraining, PlansInJsonHaveTheirSwitches) {
    const auto plan = answer({"--model", "tiny.toml", "--node", "jupiter-booster", "--network",
                              "jupiter-booster", "--gpus", "4", "--sequence", "2048", "--batch",
                              "64", "--plan", "data 4, graphs on, overlap_tensor all"})
                          .at("plan");
    EXPECT_EQ(plan.at("graphs"), true);
    EXPECT_EQ(plan.at("sequence_parallel"), true);
    EXPECT_EQ(plan.at("overlap_data"), true);
    EXPECT_EQ(plan.at("overlap_tensor"), "all");
    // 7 numbers, 3 choices, 9 switches and the words.
    EXPECT_EQ(plan.size(), 20U);
}

// What is given is tried, also above what a search tries by itself: 32 of 128 sequences at once. It
// is blamed where no plan has it: experts of a dense model, 40 chunks of 32 layers.
TEST_F(EstimateTraining, SearchesWithWhatIsGiven) {
    const ChildTwin::Arguments on = {"--site", "jupiter-booster", "--model", "llama-3-8b", "--gpus",
                                     "16",     "--plan"};
    const auto with = [&](const char* plan) {
        ChildTwin::Arguments all = on;
        all.emplace_back(plan);
        return all;
    };
    EXPECT_EQ(answer(with("auto, micro_batch 32, tensor 4")).at("plan").at("micro_batch"), 32);
    // One of 35 ways is tensor 16, of which 8 kv_heads are no multiple.
    EXPECT_EQ(
        refused(with("auto, expert 3")),
        "--plan: expected one that divides 16 GPUs, got none of 35 ways: 34 would be possible "
        "without expert 3 (expert: expected 1 for a model without experts, got 3)\n");
    EXPECT_EQ(
        refused(with("auto, chunks 40")),
        "--plan: expected one that divides 16 GPUs, got none of 35 ways: 34 would be possible "
        "without chunks 40 (chunks: expected 1 where pipeline is 1, got 40 (only stages take "
        "turns with their chunks))\n");
    EXPECT_THAT(refused(with("auto, micro_batch 2000000")),
                HasSubstr("micro_batch: expected 1 to 1000000, got 2000000"));
}

TEST_F(EstimateTraining, SaysWhatWouldFit) {
    const ChildTwin::Arguments on = {"--node", "jupiter-booster", "--network", "jupiter-booster"};
    const auto asked = [&](const ChildTwin::Arguments& more) {
        ChildTwin::Arguments all = on;
        all.insert(all.end(), more.begin(), more.end());
        return refused(all);
    };
    const std::string given =
        asked({"--model", "llama-3-70b", "--gpus", "64", "--plan", "tensor 4"});
    EXPECT_THAT(given, AllOf(StartsWith("--plan: does not fit: "), HasSubstr(" of 96 GB; "),
                             HasSubstr("tensor 8 gives "), Not(HasSubstr("fewest"))));
    // Of 640 copies each has 18 bytes of 8.03 G weights less what is divided: one step of two is
    // not enough, one of four is. Who asks for 640 GPUs is not told of four.
    const std::string copies = refused({"--model", "llama-3-8b", "--site", "juwels-booster",
                                        "--gpus", "640", "--batch", "640", "--plan", "data 640"});
    EXPECT_THAT(copies, AllOf(StartsWith("--plan: does not fit: 90.72 GB of 40 GB; "),
                              HasSubstr("tensor 4 gives 24.08 GB"), Not(HasSubstr("fewest"))));
    const std::string searched = asked({"--model", "llama-3-405b", "--gpus", "8"});
    EXPECT_THAT(searched,
                StartsWith("--plan: expected one that fits into the 96 GB of each of 8 GPUs, got "
                           "none: the smallest, "));
    // 405.9 G weights of 18 bytes are 76.1 times 96 GB. On what it names a plan is found, on a node
    // less there is none.
    const std::string phrase = "; the fewest GPUs on which it fits are ";
    const auto at = searched.find(phrase);
    ASSERT_NE(at, std::string::npos);
    const int fewest = std::stoi(searched.substr(at + phrase.size()));
    EXPECT_GE(fewest, 77);
    ChildTwin::Arguments again = on;
    again.insert(again.end(), {"--model", "llama-3-405b", "--gpus", std::to_string(fewest)});
    EXPECT_EQ(run(again).status, 0);
    again.back() = std::to_string(fewest - 4);
    EXPECT_THAT(refused(again), HasSubstr(phrase + std::to_string(fewest)));
}

TEST_F(EstimateTraining, TellsAllMistakesAtOnce) {
    EXPECT_EQ(refused({}),
              "--model: expected the id of a language model, or its file, got nothing (see twin "
              "list models)\n"
              "--site: expected the machine, or its --node and --network, got nothing (see twin "
              "list sites and twin list parts)\n"
              "--gpus: expected how many train together, got nothing\n");
    EXPECT_THAT(refused({"--model", "llama-3-70", "--site", "jupiter", "--gpus", "no", "--tokens",
                         "15 TB", "--precision", "bf61"}),
                AllOf(HasSubstr("'llama-3-70'; did you mean 'llama-3-70b'?\n"),
                      HasSubstr("--site: expected a site (flat-pool, "),
                      HasSubstr("--gpus: expected a whole number of at least 1, got 'no'\n"),
                      HasSubstr("--precision: expected one of fp64, fp32, tf32, bf16, fp8, "
                                "fp8_block, fp4, got 'bf61'; did you mean 'bf16'?\n"),
                      HasSubstr("--tokens: expected a number of tokens (token, ktoken, Mtoken, "
                                "Gtoken, Ttoken), got '15 TB' (TB is a unit of data size)\n")));
    EXPECT_EQ(refused({"--model", "tiny.toml", "--node", "jupiter-booster", "--gpus", "4",
                       "--price", "1 EUR/MWh"}),
              "--price: expected no such option without --site, got '1 EUR/MWh'\n"
              "--network: expected the network of the nodes, got nothing (see twin list networks)\n"
              "--sequence: expected the tokens of a sequence, of which the model says nothing, got "
              "nothing\n"
              "--batch: expected the sequences of a step, of which the model says nothing, got "
              "nothing\n");
}

TEST_F(EstimateTraining, ComparesPlanModelAndMachine) {
    const ChildTwin::Arguments on = {"--model",   "llama-3-70b", "--site", "jupiter-booster",
                                     "--gpus",    "96",          "--plan", "tensor 3, pipeline 7",
                                     "--gpu-cap", "600 W"};
    // The factors come first; what would follow from the copies, 4 of them, is left out.
    EXPECT_EQ(
        refused(on),
        "--plan: expected tensor x context x pipeline x data to be the 96 GPUs, got 3 x 1 x 7 x 4 "
        "= 84 (96 GPUs are no multiple of tensor x context x pipeline = 21)\n"
        "--plan: heads: expected a multiple of tensor 3, got 64 (tensor 2 or 4)\n"
        "--plan: kv_heads: expected a multiple of tensor 3, got 8 (tensor 2 or 4)\n"
        "--plan: ffn: expected a multiple of tensor 3, got 28672 (tensor 2 or 4)\n"
        "--sequence: expected a multiple of tensor 3 on each rank of context, got 8192 tokens "
        "there (or no sequence parallelism)\n");
    EXPECT_EQ(refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "96",
                       "--plan", "tensor 4, data 5"}),
              "--plan: expected tensor x context x pipeline x data to be the 96 GPUs, got 4 x 1 x "
              "1 x 5 = 20 (data 24)\n");
    EXPECT_EQ(refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "64",
                       "--batch", "100", "--plan", "tensor 4, sharding weights"}),
              "--batch: expected a multiple of 16 (data 16 x micro_batch 1), got 100 (96 or "
              "112)\n");
    EXPECT_EQ(refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "64",
                       "--lora-rank", "100000"}),
              "--lora-rank: expected at most 8192, the model's hidden size, got 100000\n");
    EXPECT_EQ(refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "98"}),
              "--gpus: expected a multiple of the 4 GPUs of a node, or fewer than one has, got 98 "
              "(96 or 100)\n");
    EXPECT_EQ(refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "64",
                       "--plan", "auto, tensor 5"}),
              "--plan: expected factors whose product divides the 64 GPUs, got tensor 5\n");
    EXPECT_EQ(
        refused({"--model", "llama-3-70b", "--site", "jupiter-booster", "--gpus", "64", "--plan",
                 "tp 8, auto"}),
        "--plan: expected a word of a plan (tensor, context, pipeline, data, expert, chunks, "
        "micro_batch, sharding, recompute, overlap_tensor, sequence_parallel, fused_attention, "
        "fused_elements, fused_experts, tokens_once_a_node, overlap_data, overlap_pipeline, "
        "wide_gradients, "
        "graphs, "
        "auto), got 'tp 8'; did you mean 'tensor'?\n");
}

// The machine's 5,884 nodes of 4; its network has slots for 6,000.
TEST_F(EstimateTraining, BoundsGpusAndTheirCapInTheirOwnWords) {
    const ChildTwin::Arguments model = {"--model", "llama-3-70b"};
    const auto asked = [&](const ChildTwin::Arguments& more) {
        ChildTwin::Arguments all = model;
        all.insert(all.end(), more.begin(), more.end());
        return refused(all);
    };
    const ChildTwin::Arguments site = {"--site", "jupiter-booster", "--gpus"};
    for (const char* gpus : {"23540", "24004", "40000", "2147483647"}) {
        ChildTwin::Arguments words = site;
        words.emplace_back(gpus);
        EXPECT_EQ(asked(words),
                  std::string("--gpus: expected at most 23536, those of JUPITER Booster, got ") +
                      gpus + "\n");
    }
    EXPECT_EQ(
        asked({"--node", "jupiter-booster", "--network", "jupiter-booster", "--gpus", "30000"}),
        "--gpus: expected at most 24000, for which network jupiter-booster has slots, got "
        "30000\n");
    const std::string bounds =
        "--gpu-cap: expected a cap from 274.1 W to 680 W, between what a busy GPU draws at its "
        "lowest clock and the part's own cap, got 10 W (of a module: a GPU and its share of the "
        "CPUs)\n";
    EXPECT_EQ(asked({"--site", "jupiter-booster", "--gpus", "64", "--gpu-cap", "10 W"}), bounds);
    EXPECT_EQ(asked({"--node", "jupiter-booster", "--network", "jupiter-booster", "--gpus", "64",
                     "--gpu-cap", "10 W"}),
              bounds);
}

// Of fp8 both peaks, of a GH200 what the cap holds for.
TEST_F(EstimateTraining, NamesPeaksAndCaps) {
    const ChildTwin::Arguments asked = {"--model",     "tiny.toml",
                                        "--node",      "jupiter-booster",
                                        "--network",   "jupiter-booster",
                                        "--gpus",      "4",
                                        "--sequence",  "2048",
                                        "--batch",     "64",
                                        "--plan",      "data 4",
                                        "--precision", "fp8",
                                        "--gpu-cap",   "600 W"};
    EXPECT_THAT(
        run(asked).out,
        AllOf(HasSubstr("capped at 600 W on each module, a GPU and its share of the CPUs\n"),
              testing::ContainsRegex("% of the bf16 peak of 989.4 Tflop/s \\(MFU\\)\n"
                                     " +[0-9.]+ % of the fp8 peak of 1.979 Pflop/s\n")));
    const auto json = answer(asked);
    // The peak of fp8 is twice that of bf16.
    EXPECT_NEAR(json.at("share_of_own_peak").get<double>(), json.at("mfu").get<double>() / 2,
                1e-12);
    EXPECT_EQ(json.at("gpu_cap_holds_for"), "module");
    EXPECT_FALSE(
        answer({"--model", "tiny.toml", "--node", "dgx-h100", "--network", "jupiter-booster",
                "--gpus", "8", "--sequence", "2048", "--batch", "64", "--plan", "data 8"})
            .contains("share_of_own_peak"));
}

TEST_F(EstimateTraining, HelpHasTheWordsOfAPlan) {
    const Outcome outcome = run({"--help"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out,
                AllOf(HasSubstr("Words of a plan, in any order, between commas:\n"
                                "  tensor N      "),
                      HasSubstr("\n  sharding none|optimiser|gradients|weights "),
                      HasSubstr("\n  wide_gradients on|off "), HasSubstr("\n  auto "),
                      HasSubstr("on each GPU; of a GH200 on each module, its CPU included")));
}

// The rows of training_constants.cpp are h100-sxm, a100-sxm, b200-sxm and gb200.
TEST_F(EstimateTraining, SaysWhoseConstantsADeviceBorrows) {
    const auto assumed = [&](const std::string& node, const std::string& library) {
        return answer({"--model", "tiny.toml", "--node", node, "--network", "jupiter-booster",
                       "--library", library, "--gpus", "1", "--sequence", "2048", "--batch", "64",
                       "--plan", "data 1"})
            .at("assumptions")
            .get<std::vector<std::string>>();
    };
    EXPECT_THAT(assumed("frontier", "NVLink 3"),
                Contains("What training costs beside kernels alone is that of a100-sxm: mi250x has "
                         "no constants of its own."));
    EXPECT_THAT(assumed("jupiter-booster", "NVLink 4"),
                Contains("What training costs beside kernels alone is that of h100-sxm: "
                         "gh200-jupiter has no constants of its own."));
    EXPECT_THAT(assumed("dgx-h100", "NVLink 4"),
                Not(Contains(HasSubstr("no constants of its own"))));
}

TEST_F(EstimateTraining, ReadsAModelOfTheUsersOwn) {
    twin.write("bad.toml", "layers = 3\n" + tiny.substr(tiny.find("hidden")));
    EXPECT_THAT(refused({"--model", "bad.toml", "--site", "jupiter-booster", "--gpus", "4"}),
                AllOf(HasSubstr("bad.toml:1:10: layers: expected a figure { value = ..., source = "
                                "\"...\" }, got 3\n"),
                      HasSubstr("name: required")));
    twin.write("own.parts.toml",
               "[models.own]\n" + tiny + "experts = { value = 4, assumption = \"tiny\" }\n");
    EXPECT_THAT(
        refused({"--model", "own", "--site", "jupiter-booster", "--gpus", "4", "--parts",
                 "own.parts.toml"}),
        AllOf(HasSubstr("models.own.expert_ffn: expected at least 1, got 0\n"),
              HasSubstr("models.own.experts_per_token: expected 1 to the 4 experts, got 0")));
    EXPECT_THAT(twin.run({"list", "models"}).out,
                AllOf(HasSubstr("llama-3-405b"), HasSubstr("128 layers"), Not(HasSubstr("own"))));
}

// Jobs of a scenario whose time and load follow from what they are.
TEST(EstimateScenario, TakesJobsThatTrainOrRunCodes) {
    ChildTwin twin;
    const auto shipped = [](const char* file) {
        return std::filesystem::absolute(std::filesystem::path("scenarios") / file).string();
    };
    const Outcome training =
        twin.run({"estimate", shipped("smoke/training-apertus.toml"), "--json"});
    ASSERT_EQ(training.status, 0) << training.err;
    EXPECT_GT(nlohmann::json::parse(training.out).size(), 5U);
    const Outcome code =
        twin.run({"estimate", shipped("examples/codes-mix.toml"), "--job", "cortex"});
    EXPECT_EQ(code.status, 0) << code.err;
}

}  // namespace
}  // namespace twin
