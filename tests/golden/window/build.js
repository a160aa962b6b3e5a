window.showcaseWindow={"build": "bc515594df1a", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
