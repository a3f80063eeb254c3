#include "gui/training/training_question.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace twin {
namespace {

QString key(const char* name) {
    return QString::fromLatin1(name);
}

TrainingPlan plan_of(const QJsonObject& json) {
    const auto number = [&](const char* name) { return json[key(name)].toInt(1); };
    return {json[key("text")].toString(),
            number("tensor"),
            number("context"),
            number("pipeline"),
            number("data"),
            number("expert"),
            number("chunks"),
            number("micro_batch"),
            json[key("recompute")].toString(),
            json[key("sharding")].toString()};
}

// The parts of an object, without the one that is their sum.
std::vector<TrainingPart> parts_of(const QJsonObject& json, const QString& sum) {
    std::vector<TrainingPart> parts;
    for (auto it = json.begin(); it != json.end(); ++it)
        if (it.key() != sum)
            parts.push_back({it.key(), it.value().toDouble()});
    return parts;
}

// As twin wrote the object: objects of QJson sort their keys.
std::vector<TrainingPart> in_order(std::vector<TrainingPart> parts, const QByteArray& json,
                                   const char* object) {
    const auto begin = json.indexOf('"' + QByteArray(object) + '"');
    const auto at = [&](const TrainingPart& part) {
        return json.indexOf('"' + part.name.toUtf8() + '"', begin);
    };
    std::stable_sort(parts.begin(), parts.end(),
                     [&](const TrainingPart& a, const TrainingPart& b) { return at(a) < at(b); });
    return parts;
}

}  // namespace

QStringList TrainingQuestion::arguments() const {
    QStringList out = {key("estimate"), key("training"),      key("--model"),
                       model,           key("--site"),        site,
                       key("--gpus"),   QString::number(gpus)};
    const auto add = [&](const char* option, const QString& value) {
        if (!value.isEmpty())
            out += {key(option), value};
    };
    add("--sequence", sequence > 0 ? QString::number(sequence) : QString());
    add("--batch", batch > 0 ? QString::number(batch) : QString());
    add("--precision", precision);
    add("--tokens", tokens);
    add("--gpu-cap", gpu_cap);
    if (search) {
        add("--plan", key("auto"));
    } else {
        QStringList words;
        const auto number = [&](const char* name, int value) {
            if (value != 1)
                words += QStringLiteral("%1 %2").arg(key(name)).arg(value);
        };
        number("tensor", tensor);
        number("context", context);
        number("pipeline", pipeline);
        number("expert", expert);
        number("chunks", chunks);
        number("micro_batch", micro_batch);
        if (!recompute.isEmpty())
            words += key("recompute ") + recompute;
        if (!sharding.isEmpty())
            words += key("sharding ") + sharding;
        add("--plan", words.join(QStringLiteral(", ")));
    }
    return out + QStringList{key("--json")};
}

QString TrainingQuestion::command() const {
    QString text = QStringLiteral("twin");
    QStringList words = arguments();
    words.removeLast();
    for (const QString& word : words)
        text += u' ' + (word.contains(u' ') ? u'"' + word + u'"' : word);
    return text;
}

std::vector<std::pair<std::string, std::string>> TrainingQuestion::job(int nodes) const {
    const auto text = [](const QString& words) { return u'"' + words + u'"'; };
    const auto table = [](const QStringList& members) {
        return QStringLiteral("{ ") + members.join(QStringLiteral(", ")) + QStringLiteral(" }");
    };
    QStringList plan, training = {key("model = ") + text(model)};
    const auto number = [](QStringList& to, const char* name, int value, int standard) {
        if (value != standard)
            to += QStringLiteral("%1 = %2").arg(key(name)).arg(value);
    };
    training += key("tokens = ") + text(tokens.isEmpty() ? key("1 Gtoken") : tokens);
    number(training, "sequence", sequence, 0);
    number(training, "global_batch", batch, 0);
    if (!precision.isEmpty())
        training += key("precision = ") + text(precision);
    number(plan, "tensor", tensor, 1);
    number(plan, "context", context, 1);
    number(plan, "pipeline", pipeline, 1);
    number(plan, "expert", expert, 1);
    number(plan, "chunks", chunks, 1);
    number(plan, "micro_batch", micro_batch, 1);
    if (!recompute.isEmpty())
        plan += key("recompute = ") + text(recompute);
    if (!sharding.isEmpty())
        plan += key("sharding = ") + text(sharding);
    if (!plan.isEmpty())
        training += key("plan = ") + table(plan);
    return {{"name", model.toStdString()},
            {"submit", "+0 h"},
            {"nodes", std::to_string(nodes)},
            {"training", table(training).toStdString()}};
}

std::optional<TrainingAnswer> read_training_answer(const QByteArray& bytes) {
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    if (!json.contains(key("step_s")) || !json.contains(key("memory_bytes")))
        return std::nullopt;
    const auto number = [&](const char* name) { return json[key(name)].toDouble(); };
    TrainingAnswer answer;
    answer.model = json[key("model")].toString();
    answer.machine = json[key("machine")].toString();
    answer.calibration = json[key("calibration")].toString();
    answer.collectives = json[key("library")].toString();
    answer.gpus = json[key("gpus")].toInt();
    answer.nodes = json[key("nodes")].toInt();
    answer.plan = plan_of(json[key("plan")].toObject());
    const QJsonObject memory = json[key("memory_bytes")].toObject();
    const QJsonObject step = json[key("step_s")].toObject();
    answer.memory_bytes = in_order(parts_of(memory, key("total")), bytes, "memory_bytes");
    answer.step_s = in_order(parts_of(step, key("step")), bytes, "step_s");
    answer.memory_total = memory[key("total")].toDouble();
    answer.step_total = step[key("step")].toDouble();
    answer.gpu_memory_bytes = number("gpu_memory_bytes");
    answer.tokens_per_s = number("tokens_per_s");
    answer.flop_per_s_of_gpu = number("model_flop_per_s_of_gpu");
    answer.mfu = number("mfu");
    answer.bf16_peak = number("bf16_peak_flop_per_s");
    answer.precision = json[key("precision")].toString();
    if (json.contains(key("share_of_own_peak"))) {
        answer.share_of_own_peak = number("share_of_own_peak");
        answer.own_peak = number("own_peak_flop_per_s");
    }
    for (const QJsonValue& one : json[key("power_through_step")].toArray())
        answer.power.push_back({one[key("phase")].toString(), one[key("time_s")].toDouble(),
                                one[key("gpu_w")].toDouble()});
    answer.gpu_power_w = number("gpu_power_w");
    answer.node_power_w = number("node_power_w");
    answer.gpu_j_per_token = number("gpu_energy_per_token_j");
    answer.node_j_per_token = number("node_energy_per_token_j");
    answer.network_bound = number("network_bound");
    if (json.contains(key("time_s"))) {
        answer.time_s = number("time_s");
        answer.node_energy_mwh = number("node_energy_mwh");
    }
    const QJsonObject search = json[key("search")].toObject();
    for (const QJsonValue& one : search[key("best")].toArray())
        answer.best.push_back({plan_of(one[key("plan")].toObject()),
                               one[key("step_s")][key("step")].toDouble(),
                               one[key("memory_bytes")][key("total")].toDouble()});
    answer.timed = search[key("timed")].toInt();
    answer.too_large = search[key("too_large")].toInt();
    answer.impossible = parts_of(search[key("not_possible")].toObject(), {});
    answer.slower = parts_of(search[key("slower")].toObject(), {});
    for (const QJsonValue& sentence : json[key("assumptions")].toArray())
        answer.assumptions += sentence.toString();
    return answer;
}

}  // namespace twin
