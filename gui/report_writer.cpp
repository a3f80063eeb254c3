#include "gui/report_writer.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QThread>
#include <sstream>

#include "gui/report_pdf.h"

namespace twin {
namespace {

Report read_report(const std::string& file_a, const std::string& file_b) {
    const ResultStore a(file_a);
    return file_b.empty() ? illustrated_report(a) : illustrated_report(a, ResultStore(file_b));
}

QByteArray html_of(const Report& report) {
    std::ostringstream page;
    write_html(report, page);
    return QByteArray::fromStdString(page.str());
}

bool is_pdf(const QString& file) {
    return QFileInfo(file).suffix().toLower() == QLatin1String("pdf");
}

bool is_html(const QString& file) {
    const QString ending = QFileInfo(file).suffix().toLower();
    return ending == QLatin1String("html") || ending == QLatin1String("htm");
}

}  // namespace

ReportWriter::ReportWriter(QObject* parent) : QObject(parent) {}

ReportWriter::~ReportWriter() {
    if (worker_)
        worker_->wait();
}

void ReportWriter::write(const QString& file_a, const QString& file_b, const QString& out) {
    if (writing_) {
        emit told(tr("A report is being written; try again when it is done."));
        return;
    }
    if (!is_pdf(out) && !is_html(out)) {
        emit told(tr("%1: expected a name that ends in .html or .pdf.").arg(out));
        emit ended(false);
        return;
    }
    writing_ = true;
    emit told(tr("Writing %1…").arg(out));
    if (worker_)
        worker_->wait();  // it has told its end
    // Text is laid out with Qt's timers, which ask for a thread of Qt.
    worker_.reset(QThread::create([this, a = file_a.toStdString(), b = file_b.toStdString(), out] {
        QString problem;
        try {
            const Report report = read_report(a, b);
            const QByteArray bytes = is_pdf(out) ? report_pdf(report) : html_of(report);
            QSaveFile file(out);
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() ||
                !file.commit())
                problem = tr("Cannot write %1: %2").arg(out, file.errorString());
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
        // Dropped if this object is gone by then.
        QMetaObject::invokeMethod(
            this,
            [this, out, problem] {
                writing_ = false;
                emit told(problem.isEmpty() ? tr("Wrote %1.").arg(out) : problem);
                emit ended(problem.isEmpty());
            },
            Qt::QueuedConnection);
    }));
    worker_->start();
}

}  // namespace twin
