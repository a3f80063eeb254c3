#include "sim/scenario/read.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <system_error>

namespace twin {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    const auto fail = [&](const std::string& reason) {
        throw std::runtime_error(fmt::format("cannot read {}: {}", path.string(), reason));
    };
    if (fs::is_directory(path))
        fail("is a directory");
    std::ifstream in(path, std::ios::binary);
    if (!in)
        fail(std::generic_category().message(errno));
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad())
        fail("read error");
    return text;
}

// Reads one file and, under it, its base.
class ChainReader {
  public:
    explicit ChainReader(ScenarioText& out) : out_(out) {}

    TextNode read(const fs::path& file, const std::string& text) {
        out_.files.push_back(file);
        chain_.push_back(fs::weakly_canonical(file));
        const Where top{file.string(), 1, 1};
        TextNode root;
        root.where = top;
        const std::size_t problems_before = out_.problems.size();
        if (text.find('\0') != std::string::npos)
            out_.problems.push_back({top, "", "expected a text, got binary data", ""});
        else if (text.find_first_not_of(" \t\r\n") == std::string::npos)
            out_.problems.push_back({top, "", "expected a scenario, got an empty file",
                                     "start from scenarios/examples/jupiter-week.toml"});
        else
            root = parse_text(text, file.string(), out_.problems);
        if (out_.problems.size() > problems_before)
            out_.whole = false;
        if (TextEntry* base = root.find("base")) {
            const TextEntry taken = std::move(*base);
            root.entries.erase(root.entries.begin() + (base - root.entries.data()));
            merge_bases(root, taken.value);
        }
        return root;
    }

  private:
    // One file or a list of them, in which a later one overrides those before it.
    void merge_bases(TextNode& root, const TextNode& bases) {
        std::vector<TextNode> trees;
        if (bases.kind != TextNode::Kind::list)
            trees.push_back(read_base(bases));
        for (const TextNode& base : bases.items)
            trees.push_back(read_base(base));
        if (trees.empty())
            refuse(bases, "expected at least one scenario file, got an empty list");
        for (auto tree = trees.rbegin(); tree != trees.rend(); ++tree)
            merge_under(root, std::move(*tree));
    }

    TextNode refuse(const TextNode& base, std::string message) {
        out_.whole = false;
        out_.problems.push_back({base.where, "base", std::move(message), ""});
        TextNode nothing;
        nothing.where = base.where;
        return nothing;
    }

    // A table without entries where it cannot be read.
    TextNode read_base(const TextNode& base) {
        if (base.kind != TextNode::Kind::string || base.text.empty())
            return refuse(base, fmt::format("expected the name of a scenario file, got {}",
                                            base.described()));
        const fs::path file = resolve_file(base.text, base.where);
        const fs::path canonical = fs::weakly_canonical(file);
        if (std::find(chain_.begin(), chain_.end(), canonical) != chain_.end())
            return refuse(base,
                          fmt::format("expected a file that does not build on this one, got '{}'",
                                      base.text));
        if (const auto known = trees_.find(canonical); known != trees_.end())
            return known->second;
        std::string text;
        try {
            text = slurp(file);
        } catch (const std::runtime_error& error) {
            return refuse(base, error.what());
        }
        TextNode tree = read(file, text);
        chain_.pop_back();
        return trees_.emplace(canonical, std::move(tree)).first->second;
    }

    ScenarioText& out_;
    std::vector<fs::path> chain_;         // of files that build on each other, being read
    std::map<fs::path, TextNode> trees_;  // of bases that have been: two files may share one
};

// The files that the scenario names for parts and models.
class NamedFilesReader {
  public:
    explicit NamedFilesReader(ScenarioText& out) : out_(out) {}

    // What is no name is left to the check of the key, here and below.
    void read_parts() {
        const TextEntry* parts = out_.root.find("parts");
        if (parts == nullptr)
            return;
        if (parts->value.kind != TextNode::Kind::list)
            read_parts_named(parts->value);
        for (const TextNode& name : parts->value.items)
            read_parts_named(name);
    }

    // job.N.training.model
    void read_models() {
        TextEntry* jobs = out_.root.find("job");
        if (jobs == nullptr)
            return;
        for (std::size_t i = 0; i < jobs->value.items.size(); ++i) {
            TextEntry* training = jobs->value.items[i].find("training");
            TextEntry* model = training == nullptr ? nullptr : training->value.find("model");
            if (model != nullptr && model->value.kind == TextNode::Kind::string &&
                model->value.text.ends_with(".toml"))
                read_model_named(model->value, fmt::format("job.{}.training.model", i));
        }
    }

  private:
    void read_parts_named(const TextNode& name) {
        if (name.kind != TextNode::Kind::string || name.text.empty())
            return;
        const fs::path file = resolve_file(name.text, name.where);
        if (!seen_.insert(fs::weakly_canonical(file)).second)
            return refuse(name, "parts",
                          fmt::format("expected each file once, got '{}' again", name.text));
        add(file, name, "parts", out_.parts);
    }

    void read_model_named(TextNode& name, const std::string& field) {
        const fs::path file = resolve_file(name.text, name.where);
        const auto known =
            std::find_if(out_.models.begin(), out_.models.end(), [&](const PartsText& text) {
                return fs::weakly_canonical(text.file) == fs::weakly_canonical(file);
            });
        name.text = known == out_.models.end() ? file.string() : known->file.string();
        if (known == out_.models.end())
            add(file, name, field, out_.models);
    }

    void add(const fs::path& file, const TextNode& name, const std::string& field,
             std::vector<PartsText>& texts) {
        const std::size_t problems_before = out_.problems.size();
        try {
            texts.push_back(read_parts_file(file, out_.problems));
        } catch (const std::runtime_error& error) {
            return refuse(name, field, error.what());
        }
        if (out_.problems.size() > problems_before)
            out_.whole = false;
    }

    void refuse(const TextNode& name, const std::string& field, std::string message) {
        out_.whole = false;
        out_.problems.push_back({name.where, field, std::move(message), ""});
    }

    ScenarioText& out_;
    std::set<fs::path> seen_;  // of parts
};

}  // namespace

fs::path resolve_file(const std::string& name, const Where& named_at) {
    if (named_at.line == 0)
        return name;
    return (fs::path(named_at.file).parent_path() / name).lexically_normal();
}

PartsText read_parts_file(const fs::path& file, Problems& problems) {
    const std::string text = slurp(file);
    if (text.find('\0') != std::string::npos)
        throw std::runtime_error(
            fmt::format("expected a file of parts, got binary data in '{}'", file.string()));
    return {file, parse_text(text, file.string(), problems)};
}

ScenarioText read_scenario(const fs::path& file, const std::vector<std::string>& options) {
    return read_scenario_text(slurp(file), file, options);
}

ScenarioText read_scenario_text(const std::string& text, const fs::path& file,
                                const std::vector<std::string>& options) {
    ScenarioText out;
    out.text = text;
    out.root = ChainReader(out).read(file, out.text);
    for (const auto& option : options)
        set_option(out.root, option, out.problems);
    NamedFilesReader files(out);
    files.read_parts();
    files.read_models();
    return out;
}

}  // namespace twin
