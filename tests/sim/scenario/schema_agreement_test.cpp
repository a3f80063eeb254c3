// The JSON Schema and the reader say the same of every document. Documents are one that names
// every key of the description, and that one with one value changed, one key added or left out.
// Only bounds of quantities and of dates, which a pattern cannot say, are left to the reader.
#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/sim/scenario/every_key.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using Json = nlohmann::json;
using Kind = TextNode::Kind;

Json to_json(const TextNode& node) {
    switch (node.kind) {
        case Kind::string:
            return node.text;
        case Kind::integer:
            return node.integer;
        case Kind::number:
            return node.number;
        case Kind::boolean:
            return node.boolean;
        case Kind::instant:
            return nullptr;  // JSON has none; no key takes one
        case Kind::list: {
            Json list = Json::array();
            for (const auto& item : node.items)
                list.push_back(to_json(item));
            return list;
        }
        case Kind::table:
            break;
    }
    Json table = Json::object();
    for (const auto& entry : node.entries)
        table[entry.key] = to_json(entry.value);
    return table;
}

TextNode parsed(const std::string& text) {
    Problems problems;
    TextNode root = parse_text(text, "s.toml", problems);
    if (!problems.empty())
        throw std::logic_error(problems.front().text());
    return root;
}

class SchemaAgreement : public testing::Test {
  protected:
    SchemaAgreement() : json_(Json::parse(scenario_schema(words_).dump())) {
        valijson::SchemaParser parser;
        const valijson::adapters::NlohmannJsonAdapter adapter(json_);
        parser.populateSchema(adapter, schema_);
    }

    bool schema_takes(const TextNode& root) {
        const Json document = to_json(root);
        const valijson::adapters::NlohmannJsonAdapter adapter(document);
        return validator_.validate(schema_, adapter, nullptr);
    }
    Problems reader_says(const TextNode& root, const std::vector<PartsText>& parts = {}) const {
        ScenarioText text;
        text.root = root;
        text.parts = parts;
        return check_scenario(text, words_).problems;
    }
    void expect_agreement(const TextNode& root, const std::string& what) {
        const Problems problems = reader_says(root);
        EXPECT_EQ(schema_takes(root), problems.empty())
            << what << (problems.empty() ? ": the reader takes it" : ": " + problems[0].text());
        ++compared_;
    }
    // Changes the document at `node`, compares, puts it back; then all that lies under it.
    void mutate(TextNode& root, TextNode& node, const std::string& path);

    const Vocabulary words_ = test_vocabulary();
    Json json_;
    valijson::Schema schema_;
    valijson::Validator validator_;
    int compared_ = 0;
};

const std::vector<std::string> strange_values = {"7",
                                                 "0",
                                                 "-7",
                                                 "2.5",
                                                 "true",
                                                 "[]",
                                                 "[1]",
                                                 "{}",
                                                 "2024-01-01",
                                                 "'x'",
                                                 "''",
                                                 "'7'",
                                                 "'0 s'",
                                                 "'-1 s'",
                                                 "'2 h'",
                                                 "'2h '",
                                                 "'+2 h'",
                                                 "'+ 2 h'",
                                                 "'3 MWh'",
                                                 "'3 MWh '",
                                                 "'8 K'",
                                                 "'-8 degC'",
                                                 "'-5 EUR/MWh'",
                                                 "'95 EUR/kW/a'",
                                                 "'3 kg'",
                                                 "['1 MWh']",
                                                 "'2025-09-05'",
                                                 "'5 %'",
                                                 "'5 parsec'",
                                                 "'launch'",
                                                 "'copy fp32 1GB'",
                                                 "'2024-01-01T00:00:00Z'",
                                                 "'2024-01-01T00:00:00'"};

void SchemaAgreement::mutate(TextNode& root, TextNode& node, const std::string& path) {
    const TextNode before = node;
    for (const auto& value : strange_values) {
        if (path.empty())
            break;
        node = parsed("v = " + value).entries.front().value;
        expect_agreement(root, path + " = " + value);
        node = before;
    }
    if (node.kind == Kind::list)
        for (std::size_t i = 0; i < node.items.size(); ++i)
            mutate(root, node.items[i], path + "." + std::to_string(i));
    if (node.kind != Kind::table)
        return;
    node.entries.push_back({"zzz_unknown", {}, {}});
    expect_agreement(root, path + ": an unknown key");
    node = before;
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
        const std::string key_path = path + (path.empty() ? "" : ".") + node.entries[i].key;
        node.entries.erase(node.entries.begin() + static_cast<std::ptrdiff_t>(i));
        expect_agreement(root, key_path + ": left out");
        node = before;
        mutate(root, node.entries[i].value, key_path);
    }
}

// The keys of the schema that a document does not have.
void find_untried(const Json& schema, const Json& document, const std::string& path,
                  std::vector<std::string>& untried) {
    if (schema.contains("items") && document.is_array())
        return find_untried(schema["items"], document.at(0), path, untried);
    if (schema.contains("anyOf") && document.is_object())
        for (const auto& form : schema["anyOf"])
            find_untried(form, document, path, untried);
    if (!schema.contains("properties"))
        return;
    for (const auto& [key, part] : schema["properties"].items()) {
        if (!document.contains(key))
            untried.push_back(path + key);
        else
            find_untried(part, document[key], path + key + ".", untried);
    }
}

TEST_F(SchemaAgreement, BothTakeTheDocumentWithEveryKey) {
    const TextNode root = parsed(every_key);
    EXPECT_THAT(sentences(reader_says(root)), testing::IsEmpty());
    EXPECT_TRUE(schema_takes(root));
    std::vector<std::string> untried;
    find_untried(json_["definitions"]["whole"], to_json(root), "", untried);
    EXPECT_THAT(untried, testing::ElementsAre("base", "parts"));
}

TEST_F(SchemaAgreement, BothSayTheSameOfEveryMutation) {
    TextNode root = parsed(every_key);
    mutate(root, root, "");
    // The values for each of more than 160 keys.
    EXPECT_GT(compared_, 5000);
}

TEST_F(SchemaAgreement, OnlyBoundsAreLeftToTheReader) {
    const auto only_reader_refuses = [&](const std::string& path, const std::string& value) {
        TextNode root = parsed(every_key);
        Problems problems;
        set_value(root, path, value, {"s.toml", 1, 1}, problems);
        EXPECT_TRUE(schema_takes(root)) << path;
        EXPECT_EQ(reader_says(root).size(), 1U) << path;
    };
    only_reader_refuses("time.interval", "0.5 s");
    only_reader_refuses("time.horizon", "1e9 d");
    only_reader_refuses("time.horizon", "1e400 d");
    only_reader_refuses("job.0.cpu_utilisation", "120 %");
    only_reader_refuses("time.start", "1969-12-31T00:00:00Z");
    only_reader_refuses("time.start", "2024-02-30T00:00:00Z");
    only_reader_refuses("cooling.supply", "120 degC");
    only_reader_refuses("energy.operation_begun", "2025-02-30");
    only_reader_refuses("job.0.training.plan", "tensor 4, tensor 8");
}

TEST_F(SchemaAgreement, BothTakeTheShippedScenarios) {
    int files = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator("scenarios")) {
        const auto kind = file.path().stem().extension();
        if (file.path().extension() != ".toml" || kind == ".lesson" || kind == ".parts")
            continue;
        const ScenarioText text = read_scenario(file.path(), {});
        ASSERT_THAT(sentences(text.problems), testing::IsEmpty());
        // With the names of its KPIs, which this folder does not know.
        std::ifstream in(file.path());
        TextNode own = parsed(std::string{std::istreambuf_iterator<char>(in), {}});
        TextNode whole = text.root;
        for (TextNode* root : {&own, &whole})
            std::erase_if(root->entries, [](const TextEntry& e) { return e.key == "expect"; });
        EXPECT_TRUE(schema_takes(own)) << file.path();
        EXPECT_THAT(sentences(reader_says(whole, text.parts)), testing::IsEmpty());
        ++files;
    }
    EXPECT_GT(files, 0);
}

// The text is short for { file = ... }, and months may be one power.
TEST_F(SchemaAgreement, BothTakeTheShortForms) {
    TextNode root = parsed(every_key);
    Problems problems;
    for (const char* path : {"energy.price", "energy.carbon", "energy.weather"})
        set_value(root, path, "x.csv", {"s.toml", 1, 1}, problems);
    set_value(root, "cooling.heat_reuse.demand", "5 MW", {"s.toml", 1, 1}, problems);
    expect_agreement(root, "short forms");
    EXPECT_THAT(sentences(reader_says(root)), testing::IsEmpty());
}

// Parts that a schema cannot know may stand beside the key, or come from a base.
TEST_F(SchemaAgreement, FilesMayBringPartsOfTheirOwn) {
    std::string text = every_key;
    text.replace(text.find("part = \"jedi\"\nnodes"), 13, "part = \"mine\"");
    EXPECT_FALSE(schema_takes(parsed(text)));
    const std::string parts = "parts = \"mine.parts.toml\"\n";
    EXPECT_TRUE(schema_takes(parsed(parts + text)));
    EXPECT_TRUE(schema_takes(parsed("base = \"b.toml\"\nsite = { part = \"mine\" }\n")));
    EXPECT_FALSE(schema_takes(parsed(parts + "title = \"no site\"\n")));
    EXPECT_FALSE(schema_takes(parsed("base = \"b.toml\"\nsite = { part = \"\" }\n")));
    for (const std::string value :
         {"'x'", "['x', 'y']", "''", "[]", "['x', 7]", "['']", "7", "{}", "true"}) {
        TextNode root = parsed(every_key);
        Problems problems;
        set_value(root, "parts", value, {"s.toml", 1, 1}, problems);
        expect_agreement(root, "parts = " + value);
    }
}

// Of every form, and of what is nearly one.
TEST_F(SchemaAgreement, BothTakeTheSameKernels) {
    TextNode root = parsed(every_key);
    TextNode* kernel = &root.find("job")->value.items[0];
    kernel = &kernel->find("kernels")->value.items[0].find("run")->value;
    int taken = 0;
    for (const char* text : {"launch",
                             " launch ",
                             "launch 1",
                             "gemm",
                             "gemm bf16",
                             "gemm bf16 1x2",
                             "gemm bf16 1x2x3",
                             "gemm bf16 1x2x3x4",
                             "gemm bf16 0x2x3",
                             "gemm bf16 01x2x3",
                             "gemm bf16 -1x2x3",
                             "gemm bf61 1x2x3",
                             "  gemm   fp8_block   1x2x3  ",
                             "softmax fp32 4x5",
                             "softmax 4x5",
                             "softmax fp32 4x5x6",
                             "attention bf16 32x4096x128",
                             "attention bf16 32x4096",
                             "copy fp32 1 GB",
                             "copy fp32 1GB",
                             "copy fp32 1  GB",
                             "copy fp32 +1 GB",
                             "copy fp32 + 1 GB",
                             "copy fp32 0 GB",
                             "copy fp32 0.5 GB",
                             "copy fp32 -1 GB",
                             "copy fp32 1 GB 4",
                             "copy fp32 1",
                             "copy fp32 1 GB/s",
                             "all_reduce bf16 256 MB 4",
                             "all_reduce bf16 256MB 4",
                             "all_reduce bf16 256 MB 1",
                             "all_reduce bf16 256 MB 02",
                             "all_reduce bf16 256 MB",
                             "cpoy fp32 1 GB",
                             "peer_copy fp32 1 MiB"}) {
        kernel->text = text;
        expect_agreement(root, text);
        taken += schema_takes(root) ? 1 : 0;
    }
    EXPECT_EQ(taken, 16);
}

TEST_F(SchemaAgreement, KernelsStandInsteadOfARunTime) {
    const std::string job = "[[job]]\nname = \"a\"\nsubmit = \"+0 s\"\nnodes = 1\n";
    const std::string rest =
        "title = \"t\"\nsite = { part = \"jedi\" }\n"
        "scheduling = { policy = \"fcfs\" }\n";
    EXPECT_FALSE(schema_takes(parsed(rest + job)));
    EXPECT_TRUE(schema_takes(parsed(rest + job + "run_time = \"1 h\"\n")));
    const TextNode kernels = parsed(rest + job + "kernels = [{ run = \"launch\" }]\n");
    EXPECT_TRUE(schema_takes(kernels));
    EXPECT_THAT(sentences(reader_says(kernels)), testing::IsEmpty());
    EXPECT_THAT(
        sentences(reader_says(parsed(rest + job))),
        testing::ElementsAre("s.toml:4:1: job.0.run_time: required without kernels, "
                             "code, training: expected a duration (s, ms, us, ns, min, h, d), got "
                             "nothing"));
}

TEST_F(SchemaAgreement, APlanIsATableOrWords) {
    TextNode root = parsed(every_key);
    int taken = 0;
    for (const std::string value : {"'auto'",
                                    "'fast'",
                                    "''",
                                    "{}",
                                    "{ tensor = 2 }",
                                    "7",
                                    "[]",
                                    "true",
                                    "'tensor 4'",
                                    "' tensor  4 ,pipeline 08'",
                                    "'auto, recompute full, overlap_data off'",
                                    "'tensor'",
                                    "'tensor 0'",
                                    "'tensor -1'",
                                    "'tensor 1.5'",
                                    "'auto 1'",
                                    "'recompute some'",
                                    "'overlap_data yes'",
                                    "'tensor 4,'",
                                    "'tensor 4 pipeline 8'"}) {
        Problems problems;
        set_value(root, "job.0.training.plan", value, {"s.toml", 1, 1}, problems);
        expect_agreement(root, "plan = " + value);
        taken += schema_takes(root) ? 1 : 0;
    }
    EXPECT_EQ(taken, 6);
}

TEST_F(SchemaAgreement, AModelIsAnIdOrAFile) {
    TextNode root = parsed(every_key);
    for (const auto& [value, taken] :
         {std::pair{"apertus-70b", true}, {"own/tiny.toml", true}, {"tiny", false}, {"", false}}) {
        Problems problems;
        set_value(root, "job.0.training.model", value, {"s.toml", 1, 1}, problems);
        EXPECT_EQ(schema_takes(root), taken) << value;
    }
}

TEST_F(SchemaAgreement, AFileWithABaseMayLeaveOutWhatTheBaseSays) {
    EXPECT_TRUE(schema_takes(parsed("base = \"b.toml\"\ntime = { horizon = \"1 d\" }\n")));
    EXPECT_TRUE(schema_takes(parsed("base = [\"b.toml\", \"c.toml\"]\n")));
    EXPECT_FALSE(schema_takes(parsed("base = []\n")));
    EXPECT_FALSE(schema_takes(parsed("base = [\"b.toml\", 7]\n")));
    EXPECT_FALSE(schema_takes(parsed("base = \"b.toml\"\ntime = { horizonn = \"1 d\" }\n")));
    EXPECT_FALSE(schema_takes(parsed("time = { horizon = \"1 d\" }\n")));
}

}  // namespace
}  // namespace twin
