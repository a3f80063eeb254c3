#include "gui/lesson/lesson_sheet.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>
#include <QTextStream>

#include "gui/lesson/lesson_session.h"
#include "gui/lesson/question_form.h"
#include "gui/lesson/rich_text.h"
#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/look/translate.h"
#include "sim/results/kpis.h"

namespace twin {
namespace {

// One row of the sheet; those of a part stand together. More values than one: one a run.
struct Row {
    QString what;
    QStringList values;
};
struct Part {
    QString title;
    QStringList head;  // of the values; empty: there is one
    std::vector<Row> rows;
};

QString letter(const std::string& run) {
    return QString::fromStdString(run).toUpper();
}

QString quoted(const QString& argument) {
    return argument.contains(u' ') ? u'"' + argument + u'"' : argument;
}

// What a shell takes to make the run again.
QString command_of(const LessonSession& session, const LessonSession::Run& run) {
    QString command =
        QStringLiteral("twin run ") +
        quoted(QString::fromStdString(session.lesson().scenario().filename().string()));
    for (const QString& setting : run.settings)
        command += QStringLiteral(" --set ") + quoted(setting);
    return command;
}

Part runs_part(const LessonSession& session) {
    Part part{tr("Runs"), {}, {}};
    for (const Knob& knob : session.lesson().knobs) {
        QString words = QString::fromStdString(session.knobs().at(knob.name));
        for (const KnobValue& choice : knob.choices())
            if (choice.value == session.knobs().at(knob.name))
                words = session.text(choice.text);
        part.rows.push_back({session.text(knob.title), {words}});
    }
    for (const LessonSession::Run& run : session.runs())
        part.rows.push_back(
            {letter(run.name), {session.text(session.lesson().runs.at(run.name).name)}});
    return part;
}

Part prediction_part(const LessonSession& session) {
    const Question& question = session.lesson().prediction;
    Part part{tr("Prediction"), {}, {{plain_text(session.text(question.question)), {}}}};
    part.rows[0].values = {session.prediction()
                               ? answer_text(session, question, *session.prediction())
                               : tr("not yet predicted")};
    if (const auto came = session.what_came_out())
        part.rows.push_back({tr("It came out"), {answer_text(session, question, *came)}});
    return part;
}

Part figures_part(const LessonSession& session) {
    Part part{tr("Figures of the runs"), {}, {}};
    for (const LessonSession::Run& run : session.runs())
        part.head += letter(run.name);
    for (const std::string& name : kpis_of(session.lesson())) {
        const KpiRow* const kpi = find_kpi(name);
        if (kpi == nullptr)
            continue;
        Row row{result_text(std::string(kpi->title)), {}};
        for (const LessonSession::Run& run : session.runs()) {
            // The program that made the run may be older than the KPI.
            const auto& kpis = session.outcome().runs.at(run.name).kpis;
            const auto found = kpis.find(name);
            row.values += figure(found == kpis.end() ? std::nullopt : found->second, kpi->unit);
        }
        part.rows.push_back(row);
    }
    return part;
}

Part quiz_part(const LessonSession& session) {
    Part part{tr("Quiz: %1 of %2 right").arg(session.marks()).arg(session.lesson().quiz.size()),
              {tr("Answer"), tr("Right answer"), tr("Mark")},
              {}};
    for (std::size_t i = 0; i < session.lesson().quiz.size(); ++i) {
        const Question& question = session.lesson().quiz[i];
        const auto wanted = session.right(question);
        const auto& given = session.answer(i);
        const bool is_good = given && wanted && is_right(question, *given, *wanted);
        part.rows.push_back({plain_text(session.text(question.question)),
                             {given ? answer_text(session, question, *given) : tr("no answer"),
                              given && wanted ? answer_text(session, question, *wanted) : QString(),
                              !given    ? QStringLiteral("–")
                              : is_good ? tr("✓ 1")
                                        : tr("✗ 0")}});
    }
    return part;
}

Part proof_part(const LessonSession& session) {
    Part part{tr("To run it again"), {}, {}};
    for (const LessonSession::Run& run : session.runs()) {
        const LessonResult& result = session.outcome().runs.at(run.name);
        const QString name = letter(run.name) + QStringLiteral(": ");
        part.rows.push_back({name + tr("command"), {command_of(session, run)}});
        part.rows.push_back({name + tr("seed, program"),
                             {QString::number(result.seed) + QStringLiteral(", twin ") +
                              QString::fromStdString(result.program_version)}});
        part.rows.push_back({name + tr("file"), {QFileInfo(run.file).fileName()}});
        part.rows.push_back(
            {name + tr("SHA-256 of the file"), {QString::fromStdString(result.file_sha256)}});
        part.rows.push_back(
            {name + tr("SHA-256 of all KPIs"), {QString::fromStdString(result.figures_sha256)}});
    }
    part.rows.push_back({tr("To compare"),
                         {tr("The SHA-256 of all KPIs is that of every run of the same scenario "
                             "with the same settings and the same program.")}});
    return part;
}

std::vector<Part> parts_of(const LessonSession& session) {
    std::vector<Part> parts = {runs_part(session), prediction_part(session)};
    if (session.has_run()) {
        parts.push_back(figures_part(session));
        parts.push_back(quiz_part(session));
        parts.push_back(proof_part(session));
    }
    return parts;
}

QString today() {
    return QLocale().toString(QDateTime::currentDateTime(),
                              day_format() + QStringLiteral(" yyyy HH:mm"));
}

QByteArray as_pdf(const LessonSession& session, const QString& student) {
    QTextDocument document;
    document.setHtml(lesson_sheet(session, student, Theme(ThemeName::light)));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setTitle(session.text(session.lesson().title));
    document.print(&pdf);
    return bytes;
}

}  // namespace

QString lesson_sheet(const LessonSession& session, const QString& student, const Theme& theme) {
    const auto color = [&](Tone tone) { return theme.color(tone).name(); };
    QString html =
        QStringLiteral(
            "<html><head><meta charset='utf-8'><title>%1</title><style>body { color: %2; "
            "font-family: sans-serif; } h2 { margin-top: 16px; margin-bottom: 4px; } th, td { "
            "padding: 3px 10px 3px 0; text-align: left; vertical-align: top; } .about { color: "
            "%3; } .figure { white-space: nowrap; }</style></head><body>")
            .arg(session.text(session.lesson().title).toHtmlEscaped(), color(Tone::text),
                 color(Tone::muted));
    html += QStringLiteral("<h1>%1</h1><p class='about'>%2</p>")
                .arg(session.text(session.lesson().title).toHtmlEscaped(),
                     tr("Result sheet of %1, %2")
                         .arg(student.isEmpty() ? QStringLiteral("…………………………")
                                                : student.toHtmlEscaped(),
                              today()));
    for (const Part& part : parts_of(session)) {
        html += QStringLiteral("<h2>%1</h2><table width='100%' cellspacing='0'>")
                    .arg(part.title.toHtmlEscaped());
        if (!part.head.isEmpty()) {
            html += QStringLiteral("<tr><th></th>");
            for (const QString& head : part.head)
                html += QStringLiteral("<th align='left'>%1</th>").arg(head.toHtmlEscaped());
            html += QStringLiteral("</tr>");
        }
        for (const Row& row : part.rows) {
            html += QStringLiteral("<tr><td class='about'>%1</td>").arg(row.what.toHtmlEscaped());
            for (const QString& value : row.values)
                html += QStringLiteral("<td>%1</td>").arg(value.toHtmlEscaped());
            html += QStringLiteral("</tr>");
        }
        html += QStringLiteral("</table>");
    }
    if (!session.has_run())
        html += QStringLiteral("<p class='about'>%1</p>")
                    .arg(tr("Figures and answers appear here after the runs.").toHtmlEscaped());
    return html + QStringLiteral("</body></html>");
}

QString csv_cell(QString words) {
    return u'"' + words.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

void write_sheet_csv(const LessonSession& session, const QString& student, QIODevice& out) {
    QTextStream text(&out);
    const auto& cell = csv_cell;
    text << cell(tr("Lesson")) << ',' << cell(session.text(session.lesson().title)) << '\n'
         << cell(tr("Name")) << ',' << cell(student) << '\n'
         << cell(tr("Date")) << ',' << cell(today()) << '\n';
    for (const Part& part : parts_of(session)) {
        if (!part.head.isEmpty()) {
            text << cell(part.title) << ',' << cell({});
            for (const QString& head : part.head)
                text << ',' << cell(head);
            text << '\n';
        }
        for (const Row& row : part.rows) {
            text << cell(part.title) << ',' << cell(row.what);
            for (const QString& value : row.values)
                text << ',' << cell(value);
            text << '\n';
        }
    }
}

QString save_lesson_sheet(const LessonSession& session, const QString& student,
                          const QString& file) {
    QByteArray bytes;
    const QString ending = QFileInfo(file).suffix().toLower();
    if (ending == QLatin1String("html"))
        bytes = lesson_sheet(session, student, Theme(ThemeName::light)).toUtf8();
    else if (ending == QLatin1String("pdf"))
        bytes = as_pdf(session, student);
    else if (ending == QLatin1String("csv")) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        write_sheet_csv(session, student, buffer);
    } else
        return tr("%1: expected a name that ends in .html, .pdf or .csv.").arg(file);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return tr("Cannot write %1: %2").arg(file, out.errorString());
    return {};
}

}  // namespace twin
