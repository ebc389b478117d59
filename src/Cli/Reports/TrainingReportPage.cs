using System.Globalization;
using System.Text;
using Markdig;
using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;
using static RealtimeEmotion.Cli.Reports.ReportHtml;

namespace RealtimeEmotion.Cli.Reports;

/// <summary>A training's report as one HTML file that needs nothing else: no script, no network. Excerpts to listen to are
/// in it.</summary>
internal sealed class TrainingReportPage
{
    private const int Mistakes = 6;
    private const int MostClassesInHalf = 4;
    private readonly TrainingReport _report;
    private readonly string _datasetPath;
    private readonly string _card;
    private readonly StringBuilder _html = new();

    private TrainingReportPage(TrainingReport report, string datasetPath, string card)
    {
        _report = report;
        _datasetPath = datasetPath;
        _card = card;
    }

    /// <summary>The page.</summary>
    /// <param name="report">What the run came to.</param>
    /// <param name="datasetPath">The data set's folder, to cut excerpts from.</param>
    /// <param name="card">The model's card, in Markdown.</param>
    /// <exception cref="Engine.InputException">A track cannot be read any more.</exception>
    internal static string Write(TrainingReport report, string datasetPath, string card) => new TrainingReportPage(report, datasetPath, card).Write();

    private string Write()
    {
        string name = Path.GetFileNameWithoutExtension(_report.ModelFile);
        Line($"{ReportHtml.Head($"{name}: training report")}");
        Line($"<h1>{Text(name)}</h1><p class=\"sub\">Training report, {_report.Date:yyyy-MM-dd} · {Text(_report.Dataset)}, {_report.Tracks} tracks · recipe “{Text(_report.Recipe.Name)}” · seed {_report.Manifest.Seed} · {Text(_report.Licence)}</p>");
        WriteWarnings();
        WriteTiles();
        WriteCurves();
        WriteScores();
        WriteGenres();
        WriteClips(
            "Most certain mistakes",
            "Where the model was surest and the listeners’ most-voted class is another. The model’s probabilities (full colour) above the shares of the votes (pale).",
            _report.Predictions.Where(p => p.Predicted != p.Label).OrderByDescending(p => p.Probabilities.Max()).Take(Mistakes));
        WriteClips(
            "What it is surest of, and right",
            "One track of each class.",
            _report.Labels.Select(label => _report.Predictions.Where(p => p.Label == label && p.Predicted == label).MaxBy(p => p.Probabilities.Max())).OfType<TrackPrediction>());
        WriteRobustness();
        Line($"<section class=\"card\"><h2>The model’s card</h2>{Markdown.ToHtml(_card, new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build())}</section>");
        Line($"<p class=\"note\" style=\"margin-top:20px\">Everything that decided the run, every curve and every prediction as numbers: {Text(Path.ChangeExtension(_report.ModelFile, ".json"))}, beside the model.</p></main></body></html>");
        return _html.ToString();
    }

    private void WriteWarnings()
    {
        if (_report.Warnings.IsEmpty)
        {
            return;
        }

        Line($"<section class=\"warnings\"><h2>Look at this first</h2><ul>");
        foreach (string warning in _report.Warnings)
        {
            Line($"<li>{Text(warning)}</li>");
        }

        Line($"</ul></section>");
    }

    private void WriteTiles()
    {
        if (_report.Pooled is not { } score)
        {
            Line($"<section><h2>Not judged</h2><p>It was trained without validation: nobody knows how well it does.</p></section>");
            return;
        }

        double error = Math.Sqrt(score.Accuracy * (1 - score.Accuracy) / score.Tracks);
        Line($"<div class=\"tiles\">");
        Tile(Percent(score.Accuracy), $"accuracy ± {100 * error:0.0}, {score.Tracks} whole tracks that it did not hear");
        Tile(Percent(score.MajorityShare), "always the biggest class");
        Tile($"{score.MacroF1:0.000}", "macro-F1");
        Tile($"{score.CrossEntropy:0.000}", "cross-entropy to the votes, nats");
        Tile($"{score.CalibrationError:0.000}", "calibration error");
        Tile($"{_report.Weights:N0}", "weights");
        Line($"</div>");
    }

    private void WriteCurves()
    {
        FitHistory[] fits = [.. _report.Curves.Where(f => f.Epochs.Length > 0)];
        Line($"<section><h2>Curves</h2>");
        if (fits.Length == 0)
        {
            Line($"<p>None: the convolutions are as pretraining left them, and the last layer is fitted by regression.</p></section>");
            return;
        }

        Line($"<div class=\"pair\"><figure>{ReportCharts.Curves(fits, "Loss (nats)", e => e.Loss, e => e.ValidationLoss, isShare: false)}</figure>");
        Line($"<figure>{ReportCharts.Curves(fits, "Accuracy, single windows", e => e.Accuracy, e => e.ValidationAccuracy, isShare: true)}</figure></div>");
        Line($"<p class=\"note\"><span class=\"dot\" style=\"background:{Hex(ReportCharts.Training)}\"></span>training, on varied windows, with dropout &nbsp; <span class=\"dot\" style=\"background:{Hex(ReportCharts.Validation)}\"></span>validation, three windows of each track as they are &nbsp; {(fits.Length == 1 ? "" : $"A line a fit: {Text(string.Join(", ", fits.Select(f => f.Fit)))}.")}</p></section>");
    }

    private void WriteScores()
    {
        if (_report.Pooled is not { } score)
        {
            return;
        }

        // Many classes need the width of the page.
        Line($"<section><div class=\"{(_report.Labels.Length > MostClassesInHalf ? "stack" : "pair")}\"><div><h2>What listeners said (rows) and what the model says</h2><table class=\"confusion\"><tr><th></th>");
        foreach (string label in _report.Labels)
        {
            Line($"<th>{Text(label)}</th>");
        }

        Line($"<th>recall</th></tr>");
        for (int a = 0; a < _report.Labels.Length; a++)
        {
            int sum = score.Confusion[a].Sum();
            Line($"<tr><td>{Dot(_report.Labels[a])}{Text(_report.Labels[a])}</td>");
            for (int p = 0; p < _report.Labels.Length; p++)
            {
                double share = sum == 0 ? 0 : score.Confusion[a][p] / (double)sum;
                Line($"<td class=\"cell\" style=\"background:rgba({(a == p ? "42,120,90" : "196,50,43")},{0.75 * share:0.00})\">{score.Confusion[a][p]}</td>");
            }

            Line($"<td>{(sum == 0 ? "–" : Percent(score.Confusion[a][a] / (double)sum))}</td></tr>");
        }

        Line($"</table></div><div><h2>Is it as sure as it is right?</h2><figure>{ReportCharts.Reliability(score)}<figcaption>Ten equal ranges of the answer’s probability; the figure beside a dot is how many answers are in it. On the dashed line it would be as right as it is sure. {(_report.Recipe.Target == TrainingTarget.CategoryShares ? "It is made to say the shares of the votes, and the winner of a vote is the label more often than its share: above the line is as it should be." : "")}</figcaption></figure></div></div></section>");
    }

    private void WriteGenres()
    {
        if (_report.Genres.Length < 2)
        {
            return;
        }

        Line($"<section><h2>By genre</h2><table><tr><th>genre</th><th>tracks</th><th>accuracy</th><th>always the biggest class</th><th>macro-F1</th><th>cross-entropy</th><th>mean r</th></tr>");
        foreach (GenreScore genre in _report.Genres)
        {
            ClassificationScore score = genre.Score;
            Line($"<tr><td>{Text(genre.Genre)}</td><td>{score.Tracks}</td><td>{Percent(score.Accuracy)}</td><td>{Percent(score.MajorityShare)}</td><td>{score.MacroF1:0.000}</td><td>{score.CrossEntropy:0.000}</td><td>{score.Correlation.Average():0.00;-0.00;0.00}</td></tr>");
        }

        Line($"</table></section>");
    }

    private void WriteClips(string title, string note, IEnumerable<TrackPrediction> predictions)
    {
        TrackPrediction[] shown = [.. predictions];
        if (shown.Length == 0)
        {
            return;
        }

        Line($"<section><h2>{Text(title)}</h2><p class=\"note\">{Text(note)} The excerpt is the window in which the model is surest; the picture is its mel spectrum.</p><div class=\"clips\">");
        foreach (TrackPrediction prediction in shown)
        {
            WriteClip(prediction);
        }

        Line($"</div></section>");
    }

    private void WriteClip(TrackPrediction prediction)
    {
        double seconds = _report.Recipe.WindowSeconds;
        Line($"<div class=\"clip\"><h3>Track {Text(prediction.Track)}{(_report.Genres.Length > 1 ? $" · {Text(prediction.Genre)}" : "")}</h3>");
        Line($"<div>{Dot(prediction.Label)}listeners: {Text(prediction.Label)} &nbsp; {Dot(prediction.Predicted)}model: {Text(prediction.Predicted)}</div><div class=\"bars\">");
        for (int c = 0; c < _report.Labels.Length; c++)
        {
            string color = EmotionColors.HexOf(_report.Labels[c], c);
            Line($"<span>{Text(_report.Labels[c])}</span><span><div class=\"bar\" style=\"background:{color};width:{100 * prediction.Probabilities[c]:0.0}%\"></div><div class=\"bar\" style=\"background:{color};width:{100 * prediction.Shares[c]:0.0}%\"></div></span><span>{Percent(prediction.Probabilities[c], "0")} / {Percent(prediction.Shares[c], "0")}</span>");
        }

        string what = $"Track {prediction.Track} from {prediction.PeakSeconds.ToString("0", CultureInfo.InvariantCulture)} s";
        Line($"</div>{ReportHtml.Excerpt(Path.Combine(_datasetPath, prediction.Audio), what, prediction.PeakSeconds, seconds, _report.Recipe.FrontEnd.SampleRate)}<div class=\"note\">from {prediction.PeakSeconds:0} s, {seconds:0} s long · {Text(prediction.Audio)}</div></div>");
    }

    private void WriteRobustness()
    {
        if (_report.Robustness.IsEmpty)
        {
            return;
        }

        Line($"<section><h2>Changed sound</h2><table><tr><th>change</th><th>labels that change</th><th>mean shift of a probability</th><th>accuracy</th></tr>");
        foreach (RobustnessRow row in _report.Robustness)
        {
            Line($"<tr><td>{Text(row.Variation)}</td><td>{Percent(row.ChangedLabels)}</td><td>{row.Shift:0.000}</td><td>{Percent(row.Accuracy)}</td></tr>");
        }

        Line($"</table></section>");
    }

    private void Tile(string value, FormattableString meaning) => Line($"<div class=\"tile\"><b>{value}</b><span>{Text(meaning.ToString(CultureInfo.InvariantCulture))}</span></div>");

    private void Tile(string value, string meaning) => Tile(value, (FormattableString)$"{meaning}");

    private string Dot(string label) => $"<span class=\"dot\" style=\"background:{EmotionColors.HexOf(label, _report.Labels.IndexOf(label))}\"></span>";

    private void Line(FormattableString line) => _html.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Hex(ScottPlot.Color color) => $"#{color.R:X2}{color.G:X2}{color.B:X2}";
}
