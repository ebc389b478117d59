using RealtimeEmotion.Engine.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Models;

public sealed class EmotionModelTests
{
    [Fact]
    public void A_model_answers_what_its_weights_say_and_a_run_allocates_nothing()
    {
        using EmotionModel model = EmotionModel.Load(TinyModel.Bytes(), "tiny.onnx");
        using EmotionInference inference = model.CreateInference();
        foreach (float mean in new[] { -1.5f, 0f, 0.75f })
        {
            inference.Input.Fill(mean);
            ReadOnlySpan<float> answer = inference.Run();
            double[] expected = TinyModel.Expected(mean);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], answer[i], 1e-6);
            }
        }

        inference.Run();
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                inference.Run();
            }
        }));
    }

    [Fact]
    public void Metadata_survive_the_file()
    {
        using EmotionModel model = EmotionModel.Load(TinyModel.Bytes(), "tiny.onnx");
        Assert.Equal(TinyModel.Metadata.ToDictionary(), model.Metadata.ToDictionary());
        Assert.Equal(TinyModel.Metadata.FrontEnd, model.Metadata.FrontEnd);
        Assert.Equal(TinyModel.Metadata.Labels, model.Metadata.Labels);
    }

    [Fact]
    public void Every_metadata_field_that_is_missing_or_nonsense_is_named()
    {
        foreach (string key in TinyModel.Metadata.ToDictionary().Keys)
        {
            var metadata = new Dictionary<string, string>(TinyModel.Metadata.ToDictionary());
            metadata.Remove(key);
            InputException missing = Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(metadata), "m.onnx"));
            Assert.Contains($"'{key}'", missing.Message, StringComparison.Ordinal);
            Assert.Contains("expected", missing.Message, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("m.onnx: ", missing.Message, StringComparison.Ordinal);

            if (key is "rte.name" or "rte.licence" or "rte.trainingData")
            {
                continue;
            }

            metadata[key] = "nonsense!";
            InputException wrong = Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(metadata), "m.onnx"));
            Assert.Contains($"'{key}'", wrong.Message, StringComparison.Ordinal);
            Assert.Contains("nonsense!", wrong.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("rte.fftSize", "500", "fftSize")]
    [InlineData("rte.windowLength", "513", "windowLength")]
    [InlineData("rte.hopLength", "600", "hopLength")]
    [InlineData("rte.highestFrequency", "8001", "highestFrequency")]
    [InlineData("rte.topDecibels", "80", "topDecibels")]
    [InlineData("rte.labels", "joy,joy", "labels")]
    [InlineData("rte.labels", "joy", "labels")]
    [InlineData("rte.labelValence", "1,2,0,0", "labelValence")]
    [InlineData("rte.mean", "1,2", "mean")]
    [InlineData("rte.deviation", "0", "deviation")]
    [InlineData("rte.deviation", "NaN", "deviation")]
    [InlineData("rte.format", "2", "format")]
    [InlineData("rte.melBands", "25", "[1, 1, 25, 125]")]
    [InlineData("rte.windowFrames", "126", "[1, 1, 24, 126]")]
    [InlineData("rte.labels", "joy,sadness,neutral,anger,awe", "labelValence")]
    public void A_field_out_of_range_or_against_the_network_is_named(string key, string value, string named)
    {
        var metadata = new Dictionary<string, string>(TinyModel.Metadata.ToDictionary()) { [key] = value };
        InputException e = Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(metadata), "m.onnx"));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_other_names_or_another_output_is_refused_with_what_was_expected()
    {
        IReadOnlyDictionary<string, string> metadata = TinyModel.Metadata.ToDictionary();
        Assert.Contains("'mel'", Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(metadata, input: "x"), "m")).Message, StringComparison.Ordinal);
        Assert.Contains("'probabilities'", Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(metadata, output: "y"), "m")).Message, StringComparison.Ordinal);
        var five = new Dictionary<string, string>(metadata)
        {
            ["rte.labels"] = "a,b,c",
            ["rte.labelValence"] = "0,0,0",
            ["rte.labelArousal"] = "0,0,0",
        };
        Assert.Contains("[1, 3]", Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(five), "m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_usual_in_a_genre_survives_the_file_and_shifts_probabilities_by_bayes_rule()
    {
        ModelMetadata metadata = TinyModel.Metadata with
        {
            Prior = [0.25f, 0.25f, 0.25f, 0.25f],
            GenrePriors = [new GenrePrior("metal", [0.1f, 0.1f, 0.1f, 0.7f]), new GenrePrior("pop", [0.7f, 0.1f, 0.1f, 0.1f])],
        };
        using EmotionModel model = EmotionModel.Load(TinyModel.Bytes(metadata), "m.onnx");
        Assert.Equal(metadata.ToDictionary(), model.Metadata.ToDictionary());
        Assert.Equal([0.4f, 0.4f, 0.4f, 2.8f], model.Metadata.GenreWeights("Metal").Select(w => MathF.Round(w, 5)));
        InputException unknown = Assert.Throws<InputException>(() => model.Metadata.GenreWeights("polka"));
        Assert.Contains("metal, pop", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("does not know what is usual", Assert.Throws<InputException>(() => TinyModel.Metadata.GenreWeights("pop")).Message, StringComparison.Ordinal);

        var withoutPrior = new Dictionary<string, string>(metadata.ToDictionary());
        withoutPrior.Remove("rte.prior");
        Assert.Contains("'rte.prior'", Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(withoutPrior), "m.onnx")).Message, StringComparison.Ordinal);
        withoutPrior["rte.prior"] = "1,1,1";
        Assert.Contains("'rte.prior'", Assert.Throws<InputException>(() => EmotionModel.Load(TinyModel.Bytes(withoutPrior), "m.onnx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        byte[] whole = TinyModel.Bytes();
        for (int length = 0; length < whole.Length; length += 97)
        {
            InputException e = Assert.Throws<InputException>(() => EmotionModel.Load(whole[..length], "cut.onnx"));
            Assert.StartsWith("cut.onnx: ", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_onnx_file_is_refused_by_name()
    {
        string folder = Directory.CreateTempSubdirectory("rte-model-").FullName;
        try
        {
            string text = Path.Combine(folder, "notes.onnx");
            File.WriteAllText(text, "This is not a network, it is a text.");
            Assert.Contains("not a readable ONNX model", Assert.Throws<InputException>(() => EmotionModel.Load(text)).Message, StringComparison.Ordinal);
            Assert.Contains("no such model file", Assert.Throws<InputException>(() => EmotionModel.Load(Path.Combine(folder, "absent.onnx"))).Message, StringComparison.Ordinal);
            Assert.Contains("cannot be read", Assert.Throws<InputException>(() => EmotionModel.Load(folder)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(text, []);
            Assert.Contains("empty", Assert.Throws<InputException>(() => EmotionModel.Load(text)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Asking_for_cuda_where_there_is_none_says_what_to_do()
    {
        // A build with CUDA, on a machine that has it, gives a model instead.
        try
        {
            using EmotionModel model = EmotionModel.Load(TinyModel.Bytes(), "tiny.onnx", InferenceDevice.Cuda);
            Assert.Equal(InferenceDevice.Cuda, model.Device);
        }
        catch (InputException e)
        {
            Assert.Contains("UseCuda", e.Message, StringComparison.Ordinal);
        }
    }
}
