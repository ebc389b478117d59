using RealtimeEmotion.Trainer.Torch;

namespace RealtimeEmotion.Trainer.Tests.Torch;

public sealed class ElfVersionNeedTests
{
    private const string Library = "libstdc++.so.6";
    private const string Version = "GLIBCXX_3.4.32";
    private const string Symbol = "_ZSt21ios_base_library_initv";

    [Fact]
    public void Changes_four_fields_and_nothing_else()
    {
        byte[] before = Image();
        byte[] after = [.. before];
        ElfVersionNeed.Weaken(after, Library, Version, Symbol);

        // The version's flags, the symbol's version index (two bytes, of which the upper was 0) and its binding.
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
        Assert.Equal(3, changed.Length);
        Assert.Contains(changed, i => before[i] == 0x12 && after[i] == 0x22);
        Assert.Contains(changed, i => before[i] == 18 && after[i] == 1);
        Assert.Contains(changed, i => before[i] == 0 && after[i] == 2);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        byte[] once = Image();
        ElfVersionNeed.Weaken(once, Library, Version, Symbol);
        byte[] twice = [.. once];
        ElfVersionNeed.Weaken(twice, Library, Version, Symbol);
        Assert.Equal(once, twice);
    }

    [Theory]
    [InlineData(Library, "GLIBCXX_9.9.9", Symbol, "does not ask for GLIBCXX_9.9.9 of libstdc++.so.6")]
    [InlineData("libnothing.so.1", Version, Symbol, "does not ask for anything of libnothing.so.1")]
    [InlineData(Library, Version, "_Zother", "'_ZSt21ios_base_library_initv' is wanted at GLIBCXX_3.4.32 too")]
    [InlineData(Library, "GLIBCXX_3.4.21", Symbol, "is wanted at GLIBCXX_3.4.21 too, and would be missing")]
    public void Refuses_what_it_was_not_written_for(string library, string version, string symbol, string expected)
    {
        byte[] image = Image();
        byte[] before = [.. image];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ElfVersionNeed.Weaken(image, library, version, symbol));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, image);
    }

    [Fact]
    public void Refuses_other_files()
    {
        Assert.Contains("not an ELF file", Message("MZ and then something else, long enough for a whole ELF header to be read"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("not an ELF file", Message([]), StringComparison.Ordinal);
        byte[] narrow = Image();
        narrow[4] = 1;
        Assert.Contains("not a 64-bit", Message(narrow), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_cut_off_anywhere()
    {
        byte[] image = Image();
        foreach (int length in (int[])[70, 1000, image.Length / 2, image.Length - 1])
        {
            Assert.NotEmpty(Message(image[..length]));
        }
    }

    [Fact]
    public void Damaged_tables_end_in_the_same_error_and_not_in_another()
    {
        byte[] image = Image();
        var random = new Random(5);
        int sections = (int)BitConverter.ToInt64(image, 40);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. image];
            for (int i = 0; i < 8; i++)
            {
                damaged[random.Next(2) == 0 ? random.Next(40, 64) : random.Next(sections, image.Length)] = (byte)random.Next(256);
            }

            try
            {
                ElfVersionNeed.Weaken(damaged, Library, Version, Symbol);
            }
            catch (InvalidDataException)
            {
                // Said clearly, which is all that is asked; any other exception fails the test.
            }
        }
    }

    [Fact]
    public void The_tensor_library_loads_and_computes()
    {
        TorchLibrary.Load();
        using TorchSharp.torch.Tensor sum = TorchSharp.torch.ones(3, 4).sum();
        Assert.Equal(12, sum.item<float>());
    }

    private static string Message(byte[] image)
        => Assert.Throws<InvalidDataException>(() => ElfVersionNeed.Weaken(image, Library, Version, Symbol)).Message;

    private static byte[] Image()
    {
        string folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        string? path = folders.Split(Path.PathSeparator).Select(f => Path.Combine(f, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "TorchSharp's library for Linux is not part of this build.");
        return File.ReadAllBytes(path!);
    }
}
