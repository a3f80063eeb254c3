// The report of the open runs as a file, written beside the window.
#include "gui/report_writer.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <gmock/gmock.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::HasSubstr;

QByteArray bytes_of(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

class ReportFile : public testing::Test {
  protected:
    ReportFile() { write_energy_run(run_); }

    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
    QString run() const { return QString::fromStdString(run_.path().string()); }
    // What was told last.
    std::string write(const QString& b, const QString& out) {
        ReportWriter writer;
        QSignalSpy told(&writer, &ReportWriter::told);
        QSignalSpy ended(&writer, &ReportWriter::ended);
        QElapsedTimer clock;
        clock.start();
        writer.write(run(), b, out);
        EXPECT_LT(clock.elapsed(), 50) << "the window waits";
        EXPECT_TRUE(!ended.empty() || ended.wait(20000));
        EXPECT_FALSE(writer.is_writing());
        return told.empty() ? "" : told.back()[0].toString().toStdString();
    }

    QTemporaryDir folder_;
    TemporaryFile run_{"report-file.sqlite"};
};

TEST_F(ReportFile, IsHtmlByItsEnding) {
    EXPECT_EQ(write({}, path("r.html")), "Wrote " + path("r.html").toStdString() + ".");
    const QByteArray page = bytes_of(path("r.html"));
    EXPECT_TRUE(page.startsWith("<!DOCTYPE html>"));
    EXPECT_THAT(page.toStdString(), HasSubstr("<h1>Seven jobs</h1>"));
    QXmlStreamReader xml(page);
    while (!xml.atEnd())
        xml.readNext();
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString() << " in line "
                                 << xml.lineNumber();
}

TEST_F(ReportFile, IsPdfByItsEnding) {
    EXPECT_EQ(write({}, path("r.pdf")), "Wrote " + path("r.pdf").toStdString() + ".");
    const QByteArray pdf = bytes_of(path("r.pdf"));
    EXPECT_TRUE(pdf.startsWith("%PDF-1."));
    EXPECT_TRUE(pdf.trimmed().endsWith("%%EOF"));
    EXPECT_GT(pdf.count("/Type /Page\n") + pdf.count("/Type /Page "), 2);
}

TEST_F(ReportFile, ComparesWithTheOtherRun) {
    TemporaryFile other("report-file-b.sqlite");
    write_tiny_run(other);
    const auto b = QString::fromStdString(other.path().string());
    write(b, path("r.html"));
    EXPECT_THAT(bytes_of(path("r.html")).toStdString(), HasSubstr("<h1>Two runs compared</h1>"));
    write(b, path("r.pdf"));
    EXPECT_TRUE(bytes_of(path("r.pdf")).startsWith("%PDF-1."));
}

TEST_F(ReportFile, SaysWhyThereIsNone) {
    EXPECT_EQ(write({}, path("r.txt")),
              path("r.txt").toStdString() + ": expected a name that ends in .html or .pdf.");
    EXPECT_EQ(write({}, path("none/r.html")),
              "Cannot write " + path("none/r.html").toStdString() + ": No such file or directory");
    EXPECT_THAT(write(path("none.sqlite"), path("r.html")),
                HasSubstr("cannot read " + path("none.sqlite").toStdString()));
    EXPECT_FALSE(QFile::exists(path("r.html")));
}

TEST_F(ReportFile, IsWrittenOneAtATime) {
    ReportWriter writer;
    QSignalSpy told(&writer, &ReportWriter::told);
    QSignalSpy ended(&writer, &ReportWriter::ended);
    writer.write(run(), {}, path("a.pdf"));
    writer.write(run(), {}, path("b.pdf"));
    ASSERT_TRUE(ended.wait(20000));
    EXPECT_EQ(told[1][0].toString(),
              QStringLiteral("A report is being written; try again when it is done."));
    EXPECT_TRUE(QFile::exists(path("a.pdf")));
    EXPECT_FALSE(QFile::exists(path("b.pdf")));
}

}  // namespace
}  // namespace twin
